using System.Globalization;
using System.Text;

namespace Reelmill.Media.Formats.Playlists;

/// <summary>A master playlist: the variant streams and renditions of a presentation (RFC 8216, 4.3.4).</summary>
public sealed record MasterPlaylist
{
    private const string VariantTag = "EXT-X-STREAM-INF";
    private const string IFrameTag = "EXT-X-I-FRAME-STREAM-INF";
    private const string RenditionTag = "EXT-X-MEDIA";

    /// <summary>The protocol version; null when EXT-X-VERSION is absent, which means 1.</summary>
    public int? Version { get; init; }

    /// <summary>Whether every segment of every media playlist can be decoded independently of other segments.</summary>
    public bool IndependentSegments { get; init; }

    /// <summary>The audio, video, subtitle and closed-caption renditions, in order.</summary>
    public required IReadOnlyList<MediaRendition> Renditions { get; init; }

    /// <summary>The variant streams in order; players usually start with the first one.</summary>
    public required IReadOnlyList<VariantStream> Variants { get; init; }

    /// <summary>The I-frame playlists, in order.</summary>
    public required IReadOnlyList<IFrameStream> IFrameStreams { get; init; }

    /// <summary>Parses a master playlist.</summary>
    /// <param name="text">The text; unsupported tags are skipped.</param>
    /// <exception cref="PlaylistException">The text violates RFC 8216; the message names the line.</exception>
    public static MasterPlaylist Parse(string text)
    {
        var problems = new List<PlaylistProblem>();
        var playlist = Read(PlaylistLines.Read(text, problems), problems);
        return problems is [var first, ..] ? throw new PlaylistException(first.Message, first.Line) : playlist;
    }

    /// <summary>Formats the playlist in canonical form, with line feeds.</summary>
    /// <exception cref="PlaylistException">A value contains a double quote or a line break.</exception>
    public string Write()
    {
        var text = new StringBuilder("#EXTM3U\n");
        if (Version is { } version)
        {
            text.Append(CultureInfo.InvariantCulture, $"#EXT-X-VERSION:{version}\n");
        }

        text.Append(IndependentSegments ? "#EXT-X-INDEPENDENT-SEGMENTS\n" : "");
        text.AppendJoin("", Renditions.Select(static r => r.Write()));
        text.AppendJoin("", Variants.Select(static v => $"{v.Write()}{v.Uri}\n"));
        text.AppendJoin("", IFrameStreams.Select(static i => i.Write()));
        return text.ToString();
    }

    /// <summary>Whether the lines are a master playlist rather than a media playlist.</summary>
    internal static bool IsMaster(PlaylistLines lines) => lines.Has(VariantTag) || lines.Has(IFrameTag) || lines.Has(RenditionTag);

    /// <summary>Reads a master playlist to its end and records its problems.</summary>
    internal static MasterPlaylist Read(PlaylistLines lines, List<PlaylistProblem> problems) => new()
    {
        Version = lines.Version,
        IndependentSegments = lines.Has("EXT-X-INDEPENDENT-SEGMENTS"),
        Renditions = [.. FindTags(lines, RenditionTag).Select(l => MediaRendition.Read(AttributeList.Parse(l, problems)))],
        Variants = ReadVariants(lines, problems),
        IFrameStreams = [.. FindTags(lines, IFrameTag).Select(l => IFrameStream.Read(AttributeList.Parse(l, problems)))],
    };

    private static IEnumerable<PlaylistLine> FindTags(PlaylistLines lines, string tag) => lines.All.Where(l => l.Tag == tag);

    private static List<VariantStream> ReadVariants(PlaylistLines lines, List<PlaylistProblem> problems)
    {
        var variants = new List<VariantStream>();
        for (var i = 0; i < lines.All.Count; i++)
        {
            if (lines.All[i].Tag != VariantTag)
            {
                continue;
            }

            if (i + 1 < lines.All.Count && lines.All[i + 1] is { Tag: null, Value: var uri })
            {
                variants.Add(VariantStream.Read(uri, AttributeList.Parse(lines.All[i], problems)));
            }
            else
            {
                problems.Add(new(lines.All[i].Number, $"no URI follows #{VariantTag}"));
            }
        }

        return variants;
    }
}
