using System.Globalization;
using System.Text;

namespace Reelmill.Media.Formats.Playlists;

/// <summary>What there is to choose from (RFC 8216, 4.3.4).</summary>
public sealed record MasterPlaylist
{
    private const string VariantTag = "EXT-X-STREAM-INF";
    private const string IFrameTag = "EXT-X-I-FRAME-STREAM-INF";
    private const string RenditionTag = "EXT-X-MEDIA";

    /// <summary>The version; null when the playlist does not say, which means 1.</summary>
    public int? Version { get; init; }

    /// <summary>Whether every segment of every media playlist can be decoded without the others.</summary>
    public bool IndependentSegments { get; init; }

    /// <summary>Sound, subtitles and captions, in order.</summary>
    public required IReadOnlyList<MediaRendition> Renditions { get; init; }

    /// <summary>The variants in order; players as a rule begin with the first.</summary>
    public required IReadOnlyList<VariantStream> Variants { get; init; }

    /// <summary>The playlists of key frames, in order.</summary>
    public required IReadOnlyList<IFrameStream> IFrameStreams { get; init; }

    /// <summary>Reads a playlist.</summary>
    /// <param name="text">The text; tags that are not modelled here are skipped.</param>
    /// <exception cref="PlaylistException">RFC 8216 forbids something in it; the message names the line.</exception>
    public static MasterPlaylist Parse(string text)
    {
        var problems = new List<PlaylistProblem>();
        var playlist = Read(PlaylistLines.Read(text, problems), problems);
        return problems is [var first, ..] ? throw new PlaylistException(first.Message, first.Line) : playlist;
    }

    /// <summary>Writes the playlist in its one form, with line feeds.</summary>
    /// <exception cref="PlaylistException">A text in it holds a quote or the end of a line.</exception>
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

    /// <summary>Whether lines are a master playlist rather than a media playlist.</summary>
    internal static bool Is(PlaylistLines lines) => lines.Has(VariantTag) || lines.Has(IFrameTag) || lines.Has(RenditionTag);

    /// <summary>Reads a master playlist to its end, whatever is wrong with it.</summary>
    internal static MasterPlaylist Read(PlaylistLines lines, List<PlaylistProblem> problems) => new()
    {
        Version = lines.Version,
        IndependentSegments = lines.Has("EXT-X-INDEPENDENT-SEGMENTS"),
        Renditions = [.. Of(lines, RenditionTag).Select(l => MediaRendition.Read(AttributeList.Parse(l, problems)))],
        Variants = VariantsOf(lines, problems),
        IFrameStreams = [.. Of(lines, IFrameTag).Select(l => IFrameStream.Read(AttributeList.Parse(l, problems)))],
    };

    private static IEnumerable<PlaylistLine> Of(PlaylistLines lines, string tag) => lines.All.Where(l => l.Tag == tag);

    private static List<VariantStream> VariantsOf(PlaylistLines lines, List<PlaylistProblem> problems)
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
