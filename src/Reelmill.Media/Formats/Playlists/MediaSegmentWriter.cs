using System.Globalization;
using System.Text;

namespace Reelmill.Media.Formats.Playlists;

/// <summary>Writes segments, and before each segment the tags that change. EXT-X-MAP is written while the key of the map is in force, usually no key.</summary>
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
            SwitchKey(map.Key);
            text.Append(map.Write());
            _map = map;
        }

        SwitchKey(segment.Key);
        text.Append(CultureInfo.InvariantCulture, $"#EXTINF:{segment.Seconds},\n");
        if (segment.Range is { } range)
        {
            text.Append(CultureInfo.InvariantCulture, $"#EXT-X-BYTERANGE:{range}\n");
        }

        text.Append(ValidateUri(segment)).Append('\n');
    }

    private static string ValidateUri(MediaSegment segment) =>
        segment.Uri.Length > 0 && segment.Uri[0] != '#' && segment.Uri.AsSpan().IndexOfAny('\r', '\n') < 0
            ? segment.Uri
            : throw new PlaylistException("a segment URI is empty, begins with # or contains a line break");

    private void SwitchKey(SegmentKey? key)
    {
        if (key != _key)
        {
            text.Append(key?.Write() ?? "#EXT-X-KEY:METHOD=NONE\n");
            _key = key;
        }
    }
}
