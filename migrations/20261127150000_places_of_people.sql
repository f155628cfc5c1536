-- What an act on a conversation answers is not kept with it: the words in it would outlive their deletion, and who is in it
-- would be told to whoever was removed.

set local role tertulia_trigger; -- whom row-level security lets through

update operations set result = 'null' where result -> 'participants' is not null;

set local role tertulia_owner;
