-- Finding people: by the beginning of any word of their names, and however an accent was typed.
--
-- The extension unaccent is not everywhere; `normalize` is. The column is written by the database itself, so that no
-- writer forgets it, and no search folds every name anew. What `shared::text::folded` does in the browser is the same.

-- A text as it is looked for: in small letters, without accents and strokes, and with a space after each sign that
-- joins words, so that every word begins after a space.
create function folded(p_text text) returns text
  language sql immutable strict parallel safe
  return regexp_replace(
    replace(replace(replace(
      lower(translate(regexp_replace(normalize(p_text, NFD), '[\u0300-\u036f]', '', 'g'), 'ŁłØøĐđĦħŦŧıς', 'LlOoDdHhTtiσ')),
      'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
    '([-_.,''’/(])', '\1 ', 'g');
grant execute on function folded(text) to public;

-- Between handle and name stands what nobody can type into a field, so that nothing is found across them.
alter table accounts add column sought text not null
  generated always as (' ' || folded(handle) || E'\n ' || folded(display_name)) stored;
-- Trigrams know where a word begins: one letter after a space is enough for them. The indexes of handle and name that
-- the search had before serve the program of the release before.
create index accounts_sought on accounts using gin (sought gin_trgm_ops);
