//! Tables.

use leptos::prelude::*;

use super::{Way, beside};
use crate::shared::markdown::{Cell, Side};

/// Rows of cells, which scroll within their own place, by keys too.
pub(super) fn table(sides: &[Side], head: Vec<Cell>, rows: Vec<Vec<Cell>>, way: &Way) -> AnyView {
    let side = |column: usize| match sides.get(column) {
        Some(Side::Middle) => "text-center",
        Some(Side::End) => "text-end tabular-nums",
        _ => "text-start",
    };
    let title = |(column, words)| {
        let class = format!("border-b border-edge px-3 py-1 font-semibold {}", side(column));
        view! { <th scope="col" dir="auto" class=class>{beside(words, way)}</th> }.into_any()
    };
    let cell = |(column, words)| {
        let class = format!("border-b border-line px-3 py-1 align-top {}", side(column));
        view! { <td dir="auto" class=class>{beside(words, way)}</td> }.into_any()
    };
    let head: Vec<_> = head.into_iter().enumerate().map(title).collect();
    let row =
        |cells: Vec<Cell>| view! { <tr>{cells.into_iter().enumerate().map(cell).collect::<Vec<_>>()}</tr> }.into_any();
    let rows: Vec<_> = rows.into_iter().map(row).collect();
    view! {
        <div role="group" aria-label="Table" tabindex="0" class="overflow-x-auto rounded-control wrap-normal -outline-offset-2">
            <table class="text-sm">
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
