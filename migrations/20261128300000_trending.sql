-- What is lively now is told from the tags that posts of the last days have: those are found by when they were published.
create index post_tags_lately on post_tags (at desc, tag, post_id);
