//! What is to be known of a language to give its words colours.

/// A language, or several that are read alike.
pub(super) struct Language {
    /// What it is called behind a fence, between spaces.
    names: &'static str,
    /// Its own words, between spaces.
    words: &'static str,
    /// Whether it has them in whatever letters.
    any_case: bool,
    /// What begins a comment that ends with its line.
    pub lines: &'static [&'static str],
    /// What begins and ends a comment otherwise.
    pub comment: Option<(&'static str, &'static str)>,
    /// What begins and ends a text within a line.
    pub quotes: &'static str,
    /// What begins and ends a text of several lines.
    pub long_quotes: &'static [&'static str],
    /// Signs behind a name that is given a value there; where there are any, names have hyphens. `=>` is that of tags.
    pub gives: &'static str,
    /// Whether what begins with a capital is the name of a type.
    pub types: bool,
    /// Whether its lines say what came and went.
    pub compares: bool,
}

impl Language {
    /// Whether a word is one of its own.
    pub fn has(&self, word: &str) -> bool {
        self.words.split(' ').any(|own| own == word || self.any_case && own.eq_ignore_ascii_case(word))
    }
}

/// The language of a fence: the first word there says which.
pub(super) fn named(info: &str) -> Option<&'static Language> {
    let name =
        info.split(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}' | ':')).find(|name| !name.is_empty())?;
    let name = name.trim_start_matches('.');
    LANGUAGES.iter().find(|language| language.names.split(' ').any(|own| own.eq_ignore_ascii_case(name)))
}

const C_COMMENT: Option<(&str, &str)> = Some(("/*", "*/"));

const PLAIN: Language = Language {
    names: "",
    words: "",
    any_case: false,
    lines: &[],
    comment: None,
    quotes: "\"'",
    long_quotes: &[],
    gives: "",
    types: false,
    compares: false,
};
/// Those with braces.
const BRACES: Language = Language { lines: &["//"], comment: C_COMMENT, types: true, ..PLAIN };
/// Those whose comments begin with a hash.
const HASH: Language = Language { lines: &["#"], ..PLAIN };

static LANGUAGES: [Language; 23] = [
    Language {
        names: "rust rs",
        words: "as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut pub ref return self Self static struct super trait true type unsafe use where while bool char str u8 u16 u32 u64 usize i8 i16 i32 i64 isize f32 f64",
        quotes: "\"",
        ..BRACES
    },
    Language {
        names: "c h cpp c++ cc hpp objc cuda arduino",
        words: "alignas auto bool break case catch char class const constexpr continue default delete do double else enum explicit extern false float for friend goto if inline int long namespace new nullptr operator private protected public register return short signed sizeof static struct switch template this throw true try typedef typename union unsigned using virtual void volatile while include define ifdef ifndef endif",
        ..BRACES
    },
    Language {
        names: "java kotlin kt kts scala groovy csharp cs c# dart",
        words: "abstract as async await base boolean break case catch class companion const continue data def default do double else enum extends extension false final finally float for foreach fun get if implements import in init int interface internal is late let long namespace new null object open operator out override package private protected public readonly record required return sealed set static string struct super suspend switch this throw throws trait true try type typeof using val var void when where while with yield",
        long_quotes: &["\"\"\""],
        ..BRACES
    },
    Language {
        names: "javascript js jsx mjs typescript ts tsx",
        words: "abstract any as async await boolean break case catch class const continue debugger default delete do else enum export extends false finally for from function get if implements import in instanceof interface keyof let never new null number of private protected public readonly return set static string super switch this throw true try type typeof undefined unknown var void while with yield",
        long_quotes: &["`"],
        ..BRACES
    },
    Language {
        names: "go golang",
        words: "any bool break byte case chan const continue default defer else error fallthrough false float64 for func go goto if import int int64 interface iota map nil package range return rune select string struct switch true type uint8 var",
        long_quotes: &["`"],
        ..BRACES
    },
    Language {
        names: "swift",
        words: "actor any as async await break case catch class continue default defer do else enum extension false fileprivate for func guard if import in init inout internal is let mutating nil open override private protocol public return self Self some static struct super switch throw throws true try typealias var weak where while",
        long_quotes: &["\"\"\""],
        ..BRACES
    },
    Language {
        names: "php",
        words: "abstract and array as break case catch class const continue declare default do echo else elseif enum extends false final finally fn for foreach function global if implements include instanceof interface match namespace new null or private protected public readonly require return self static switch this throw trait true try use var while yield",
        lines: &["//", "#"],
        ..BRACES
    },
    Language {
        names: "zig",
        words: "and anytype break catch comptime const continue defer else enum errdefer error export extern false fn for if inline null or orelse pub return struct switch test true try undefined union unreachable usingnamespace var void while",
        comment: None,
        ..BRACES
    },
    Language {
        names: "python py python3",
        words: "and as assert async await break case class continue def del elif else except False finally for from global if import in is lambda match None nonlocal not or pass raise return self True try while with yield",
        long_quotes: &["\"\"\"", "'''"],
        types: true,
        ..HASH
    },
    Language {
        names: "ruby rb crystal elixir ex exs julia jl",
        words: "alias and begin break case class def defmodule defp do else elsif end ensure false fn for function if import in include let module mutable next nil not nothing or raise require rescue return self struct super then true undef unless until use using when while yield",
        long_quotes: &["\"\"\""],
        types: true,
        ..HASH
    },
    Language {
        names: "bash sh shell zsh fish console dockerfile make makefile just perl pl r awk",
        words: "alias break case cd continue do done echo elif else esac eval exec exit export fi for from function if in let library local my our print read return set shift source sub sudo test then trap unset until use while ADD CMD COPY ENTRYPOINT ENV EXPOSE FROM RUN USER VOLUME WORKDIR FALSE TRUE NULL",
        ..HASH
    },
    Language { names: "yaml yml", words: "true false null yes no", gives: ":", ..HASH },
    Language { names: "toml ini conf properties", words: "true false", lines: &["#", ";"], gives: "=", ..HASH },
    Language {
        names: "nix terraform hcl tf",
        words: "else false if import in inherit let module null output provider rec resource then true variable with",
        gives: "=",
        ..HASH
    },
    Language { names: "json jsonc json5", words: "true false null", quotes: "\"", types: false, ..BRACES },
    Language {
        names: "sql postgres postgresql mysql sqlite plpgsql",
        words: "add all alter and as asc begin between bigint boolean by case cascade check column commit constraint create cross cube database declare default delete desc distinct drop else end except execute exists false for foreign from full function grant group having if in index inner insert integer intersect into is join key language lateral left like limit not null numeric offset on or order outer over partition primary references replace returning returns revoke right rollback row select set table text then timestamp timestamptz to transaction trigger true union unique update using uuid values view when where window with",
        any_case: true,
        lines: &["--"],
        comment: C_COMMENT,
        quotes: "'\"",
        ..PLAIN
    },
    Language {
        names: "lua",
        words: "and break do else elseif end false for function goto if in local nil not or repeat return then true until while",
        lines: &["--"],
        comment: Some(("--[[", "]]")),
        ..PLAIN
    },
    Language {
        names: "haskell hs elm ocaml ml fsharp",
        words: "and case class data deriving do else exception exposing fun function if import in infix instance let match module mutable newtype of open rec then type val where with",
        lines: &["--"],
        comment: Some(("{-", "-}")),
        quotes: "\"",
        types: true,
        ..PLAIN
    },
    Language {
        names: "css scss less",
        words: "important media import supports layer from to",
        lines: &[],
        comment: C_COMMENT,
        gives: ":",
        ..PLAIN
    },
    Language {
        names: "html xml svg vue svelte astro rss atom",
        comment: Some(("<!--", "-->")),
        quotes: "\"",
        gives: "=>",
        ..PLAIN
    },
    Language {
        names: "lisp scheme clojure clj racket elisp",
        words: "and cond def defmacro defn define defun do else fn if lambda let loop nil not or quote recur set true false when",
        lines: &[";"],
        quotes: "\"",
        ..PLAIN
    },
    Language {
        names: "tex latex math matlab octave erlang prolog",
        words: "begin end function if else for while return case of",
        lines: &["%"],
        quotes: "\"",
        ..PLAIN
    },
    Language { names: "diff patch", quotes: "", compares: true, ..PLAIN },
];
