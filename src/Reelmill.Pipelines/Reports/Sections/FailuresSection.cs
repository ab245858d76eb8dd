using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Pipelines.Reports.Html;
using Reelmill.Pipelines.Reports.Survey;

namespace Reelmill.Pipelines.Reports.Sections;

/// <summary>What failed, by reason.</summary>
internal static class FailuresSection
{
    private const int MostDetail = 2000;

    public static async Task AddAsync(
        Markup page, SqliteCatalog catalog, LibraryStatus status, ReportLimits limits, CancellationToken cancellationToken)
    {
        page.Add($"""<section aria-labelledby="failures"><h2 id="failures">Failures</h2>""");
        if (status.Failed == 0)
        {
            page.Add($"""<p class="quiet">No item failed.</p>""");
        }
        else
        {
            page.Add($"""<p>{Words.Count(status.Failed, "item")} failed. To try again: <code>reelmill retry --library <bdi>{catalog.Folder}</bdi></code></p>""").Add($"\n");
            foreach (var group in status.Failures)
            {
                await AddGroupAsync(page, catalog, group, limits.FailuresPerCode, cancellationToken).ConfigureAwait(false);
            }
        }

        page.Add($"</section>\n");
    }

    private static async Task AddGroupAsync(
        Markup page, SqliteCatalog catalog, FailureGroup group, int most, CancellationToken cancellationToken)
    {
        page.Add($"""<details open class="failure"><summary><h3><code>{group.Code}</code></h3> {Words.Count(group.Count, "item")}</summary><ul>""").Add($"\n");
        var filter = new ItemFilter { State = ItemState.Failed, ErrorCode = group.Code };
        var shown = 0;
        await foreach (var item in catalog.ItemsAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            if (shown++ == most)
            {
                break;
            }

            AddItem(page, item);
        }

        if (group.Count > most)
        {
            page.Add($"""<li class="quiet">and {Words.Count(group.Count - most, "more item")}; <code>reelmill status</code> counts them.</li>""");
        }

        page.Add($"</ul></details>\n");
    }

    private static void AddItem(Markup page, Item item)
    {
        page.Add($"""<li><bdi class="source">{item.Source}</bdi> <small>{Words.Count(item.Attempts, "attempt")}</small><p>{item.ErrorMessage}</p>""");
        if (item.ErrorDetail is { Length: > 0 } detail)
        {
            page.Add($"""<details><summary>Details</summary><pre tabindex="0">{(detail.Length > MostDetail ? "…" + detail[^MostDetail..] : detail)}</pre></details>""");
        }

        page.Add($"</li>\n");
    }
}
