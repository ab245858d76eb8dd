using System.Globalization;
using System.Text;

namespace Reelmill.Media.Formats.Playlists;

/// <summary>Writes segments, and before each what changes with it. A map stands where its own key is in force, as a rule before any.</summary>
internal sealed class MediaSegmentWriter(StringBuilder text)
{
    private SegmentKey? _key;
    private MediaMap? _map;

    public void Write(MediaSegment segment)
    {
        if (segment.Discontinuity)
        {
            text.Append("#EXT-X-DISCONTINUITY\n");
        }

        if (segment.Map is { } map && map != _map)
        {
            Turn(map.Key);
            text.Append(map.Write());
            _map = map;
        }

        Turn(segment.Key);
        text.Append(CultureInfo.InvariantCulture, $"#EXTINF:{segment.Seconds},\n");
        if (segment.Range is { } range)
        {
            text.Append(CultureInfo.InvariantCulture, $"#EXT-X-BYTERANGE:{range}\n");
        }

        text.Append(UriOf(segment)).Append('\n');
    }

    private static string UriOf(MediaSegment segment) =>
        segment.Uri.Length > 0 && segment.Uri[0] != '#' && segment.Uri.AsSpan().IndexOfAny('\r', '\n') < 0
            ? segment.Uri
            : throw new PlaylistException("a segment's URI is empty, or holds the end of a line");

    private void Turn(SegmentKey? key)
    {
        if (key != _key)
        {
            text.Append(key?.Write() ?? "#EXT-X-KEY:METHOD=NONE\n");
            _key = key;
        }
    }
}
