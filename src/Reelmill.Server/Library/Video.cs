using System.Text.Json;
using Reelmill.Library.Catalog;
using Reelmill.Media.Hls.Packaging;
using Reelmill.Pipelines.Items;
using Reelmill.Server.Http;

namespace Reelmill.Server.Library;

/// <summary>A video of the library: one content and the completed items that have it.</summary>
/// <param name="items">The items, by source; at least one.</param>
/// <param name="uploads">The folder of uploads; an upload is shown under the client's file name.</param>
internal sealed class Video(IReadOnlyList<Item> items, string uploads)
{
    /// <summary>The file name of a stream's master playlist.</summary>
    public const string Master = StreamPackager.MasterPlaylist;

    public string Id => items[0].Video!;

    public IReadOnlyList<Item> Items => items;

    /// <summary>The redacted sources of the video. A text search compares only these, so it cannot probe for secrets in URLs.</summary>
    public IReadOnlyList<string> Sources { get; } = [.. items.Select(i => RedactSource(i, uploads)).Distinct(StringComparer.Ordinal)];

    /// <summary>The probed facts of the video; null when no pipeline stored them.</summary>
    public MediaFacts? Facts { get; } = items.Select(static i => MediaFacts.Read(i.Media)).FirstOrDefault(static f => f is not null);

    /// <summary>The title from the input's metadata or the container; untrusted text.</summary>
    public string? Title => items.Select(static i => ReadTitle(i.Metadata)).FirstOrDefault(static t => t is not null)
        ?? items.Select(static i => MediaFacts.Read(i.Media)?.Title).FirstOrDefault(static t => t is not null);

    public bool IsDamaged => items.Any(static i => MediaFacts.Read(i.Media)?.Damage is not null);

    /// <summary>Whether the title or a source contains a text, ignoring case.</summary>
    public bool Mentions(string text) =>
        Sources.Any(s => s.Contains(text, StringComparison.OrdinalIgnoreCase)) || Title?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;

    private static string RedactSource(Item item, string uploads) =>
        item.Source.StartsWith(uploads + Path.DirectorySeparatorChar, StringComparison.Ordinal) && ReadTitle(item.Metadata) is { } name ? name : MessageRedactor.RedactSource(item.Source);

    private static string? ReadTitle(string? metadata)
    {
        if (metadata is null)
        {
            return null;
        }

        using var json = JsonDocument.Parse(metadata);
        return json.RootElement.TryGetProperty("title", out var title) && title.GetString() is { Length: > 0 } text ? text : null;
    }
}
