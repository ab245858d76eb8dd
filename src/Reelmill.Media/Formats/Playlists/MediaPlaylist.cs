using System.Globalization;
using System.Text;

namespace Reelmill.Media.Formats.Playlists;

/// <summary>A media playlist: the segments of one rendition (RFC 8216, 4.3.2 and 4.3.3).</summary>
public sealed record MediaPlaylist
{
    /// <summary>The <see cref="Type"/> of a playlist that never changes.</summary>
    public const string Vod = "VOD";

    /// <summary>The protocol version; null when EXT-X-VERSION is absent, which means 1.</summary>
    public int? Version { get; init; }

    /// <summary>The target duration: the maximum segment duration in seconds, rounded; 0 when the required tag is missing.</summary>
    public required int TargetDuration { get; init; }

    /// <summary>The media sequence number of the first segment.</summary>
    /// <value>0 by default.</value>
    public long MediaSequence { get; init; }

    /// <summary>The playlist type, <c>VOD</c> or <c>EVENT</c>; null when absent.</summary>
    public string? Type { get; init; }

    /// <summary>Whether every segment can be decoded independently of other segments.</summary>
    public bool IndependentSegments { get; init; }

    /// <summary>Whether each segment is a single I-frame (EXT-X-I-FRAMES-ONLY).</summary>
    public bool IFramesOnly { get; init; }

    /// <summary>Whether the playlist is complete (EXT-X-ENDLIST).</summary>
    public bool HasEnd { get; init; }

    /// <summary>The segments in order.</summary>
    public required IReadOnlyList<MediaSegment> Segments { get; init; }

    /// <summary>The lowest protocol version that supports every feature of this playlist (RFC 8216, 7).</summary>
    public int MinimumVersion =>
        Segments.Any(static s => s.Map is not null) ? (IFramesOnly ? 5 : 6)
        : Segments.Any(static s => s.Key?.KeyFormat is not null) ? 5
        : IFramesOnly || Segments.Any(static s => s.Range is not null) ? 4
        : Segments.Any(static s => s.Seconds.Scale > 0) ? 3
        : Segments.Any(static s => s.Key?.InitializationVector is not null) ? 2
        : 1;

    /// <summary>Parses a media playlist.</summary>
    /// <param name="text">The text; unsupported tags are skipped.</param>
    /// <exception cref="PlaylistException">The text violates RFC 8216; the message names the line.</exception>
    public static MediaPlaylist Parse(string text)
    {
        var problems = new List<PlaylistProblem>();
        var playlist = MediaPlaylistReader.Read(PlaylistLines.Read(text, problems), problems);
        return problems is [var first, ..] ? throw new PlaylistException(first.Message, first.Line) : playlist;
    }

    /// <summary>Formats the playlist in canonical form, with line feeds.</summary>
    /// <exception cref="PlaylistException">A value contains a double quote or a line break.</exception>
    public string Write()
    {
        var text = new StringBuilder("#EXTM3U\n");
        AppendLine(text, Version is not null, $"#EXT-X-VERSION:{Version}");
        AppendLine(text, true, $"#EXT-X-TARGETDURATION:{TargetDuration}");
        AppendLine(text, true, $"#EXT-X-MEDIA-SEQUENCE:{MediaSequence}");
        AppendLine(text, Type is not null, $"#EXT-X-PLAYLIST-TYPE:{Type}");
        AppendLine(text, IndependentSegments, $"#EXT-X-INDEPENDENT-SEGMENTS");
        AppendLine(text, IFramesOnly, $"#EXT-X-I-FRAMES-ONLY");
        var writer = new MediaSegmentWriter(text);
        foreach (var segment in Segments)
        {
            writer.Write(segment);
        }

        AppendLine(text, HasEnd, $"#EXT-X-ENDLIST");
        return text.ToString();
    }

    private static void AppendLine(StringBuilder text, bool isPresent, FormattableString line)
    {
        if (isPresent)
        {
            text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }
    }
}
