using System.Text.Json;
using Reelmill.Library.Catalog;
using Reelmill.Media.Hls.Packaging;
using Reelmill.Pipelines.Items;
using Reelmill.Server.Http;

namespace Reelmill.Server.Library;

/// <summary>A content and the done items that have it.</summary>
/// <param name="items">The items, by source; at least one.</param>
/// <param name="uploads">The folder of uploads, which are called what their senders call them.</param>
internal sealed class Video(IReadOnlyList<Item> items, string uploads)
{
    /// <summary>The file name of a stream's master playlist.</summary>
    public const string Master = StreamPackager.MasterPlaylist;

    public string Id => items[0].Video!;

    public IReadOnlyList<Item> Items => items;

    /// <summary>Its sources as they are shown: a secret in a URL is never compared with what somebody searches for.</summary>
    public IReadOnlyList<string> Sources { get; } = [.. items.Select(i => SourceOf(i, uploads)).Distinct(StringComparer.Ordinal)];

    /// <summary>What probing found; null when no pipeline kept it.</summary>
    public MediaFacts? Facts { get; } = items.Select(static i => MediaFacts.Read(i.Media)).FirstOrDefault(static f => f is not null);

    /// <summary>What a list or a page calls it: data, whatever it looks like.</summary>
    public string? Title => items.Select(static i => TitleOf(i.Metadata)).FirstOrDefault(static t => t is not null)
        ?? items.Select(static i => MediaFacts.Read(i.Media)?.Title).FirstOrDefault(static t => t is not null);

    public bool IsDamaged => items.Any(static i => MediaFacts.Read(i.Media)?.Damage is not null);

    /// <summary>Whether a text is in its title or in one of its sources.</summary>
    public bool Mentions(string text) =>
        Sources.Any(s => s.Contains(text, StringComparison.OrdinalIgnoreCase)) || Title?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;

    private static string SourceOf(Item item, string uploads) =>
        item.Source.StartsWith(uploads + Path.DirectorySeparatorChar, StringComparison.Ordinal) && TitleOf(item.Metadata) is { } name ? name : ServerText.SourceOf(item.Source);

    private static string? TitleOf(string? metadata)
    {
        if (metadata is null)
        {
            return null;
        }

        using var json = JsonDocument.Parse(metadata);
        return json.RootElement.TryGetProperty("title", out var title) && title.GetString() is { Length: > 0 } text ? text : null;
    }
}
