using System.Globalization;

namespace Reelmill.Media.Formats.Playlists;

/// <summary>Reads a media playlist to its end, whatever is wrong with it, and says what is.</summary>
internal sealed class MediaPlaylistReader
{
    private readonly List<PlaylistProblem> _problems;
    private readonly List<MediaSegment> _segments = [];
    private readonly Dictionary<string, long> _ends = new(StringComparer.Ordinal);
    private SegmentKey? _key;
    private MediaMap? _map;
    private decimal? _seconds;
    private PlaylistLine? _range;
    private bool _discontinuity;

    private MediaPlaylistReader(List<PlaylistProblem> problems) => _problems = problems;

    public static MediaPlaylist Read(PlaylistLines lines, List<PlaylistProblem> problems)
    {
        var reader = new MediaPlaylistReader(problems);
        foreach (var line in lines.All)
        {
            reader.Take(line);
        }

        return new MediaPlaylist
        {
            Version = lines.Version,
            TargetDuration = (int)reader.Number(lines, "EXT-X-TARGETDURATION", int.MaxValue, required: true),
            MediaSequence = reader.Number(lines, "EXT-X-MEDIA-SEQUENCE", long.MaxValue, required: false),
            Type = lines.All.FirstOrDefault(static l => l.Tag == "EXT-X-PLAYLIST-TYPE") is { Tag: not null, Value: var type } ? type : null,
            IndependentSegments = lines.Has("EXT-X-INDEPENDENT-SEGMENTS"),
            IFramesOnly = lines.Has("EXT-X-I-FRAMES-ONLY"),
            HasEnd = lines.Has("EXT-X-ENDLIST"),
            Segments = reader._segments,
        };
    }

    private void Take(PlaylistLine line)
    {
        switch (line.Tag)
        {
            case null:
                AddSegment(line);
                break;
            case "EXTINF":
                _seconds = Seconds(line);
                break;
            case "EXT-X-BYTERANGE":
                _range = line;
                break;
            case "EXT-X-DISCONTINUITY":
                _discontinuity = true;
                break;
            case "EXT-X-KEY":
                _key = KeyOf(AttributeList.Parse(line, _problems));
                break;
            case "EXT-X-MAP":
                _map = MapOf(line, AttributeList.Parse(line, _problems));
                break;
        }
    }

    private void AddSegment(PlaylistLine line)
    {
        if (_seconds is null)
        {
            Problem(line, $"the segment {line.Value} has no #EXTINF");
        }

        _segments.Add(new MediaSegment(line.Value, _seconds ?? 0)
        {
            Range = RangeOf(line.Value),
            Map = _map,
            Key = _key,
            Discontinuity = _discontinuity,
        });
        (_seconds, _range, _discontinuity) = (null, null, false);
    }

    private ByteRange? RangeOf(string uri)
    {
        if (_range is not { } line)
        {
            return null;
        }

        if (!ByteRange.TryParse(line.Value, _ends.TryGetValue(uri, out var end) ? end : null, out var range))
        {
            Problem(line, $"'{line.Value}' is no byte range LENGTH@OFFSET; the offset may be left out only after another range of the same file");
            return null;
        }

        _ends[uri] = range.End;
        return range;
    }

    private decimal Seconds(PlaylistLine line)
    {
        var comma = line.Value.IndexOf(',', StringComparison.Ordinal);
        var text = comma < 0 ? line.Value : line.Value[..comma];
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < int.MaxValue)
        {
            return seconds;
        }

        Problem(line, $"'{text}' is no duration in seconds");
        return 0;
    }

    private static SegmentKey? KeyOf(AttributeList attributes) => attributes.Required("METHOD") switch
    {
        "NONE" or "" => null,
        var method => new SegmentKey(method, attributes.Required("URI"), attributes.Text("IV"), attributes.Text("KEYFORMAT")),
    };

    private MediaMap MapOf(PlaylistLine line, AttributeList attributes)
    {
        var uri = attributes.Required("URI");
        if (attributes.Text("BYTERANGE") is not { } text)
        {
            return new MediaMap(uri, null, _key);
        }

        if (!ByteRange.TryParse(text, 0, out var range))
        {
            Problem(line, $"'{text}' is no byte range LENGTH@OFFSET");
            return new MediaMap(uri, null, _key);
        }

        return new MediaMap(uri, range, _key);
    }

    private long Number(PlaylistLines lines, string tag, long most, bool required)
    {
        var found = lines.All.FirstOrDefault(l => l.Tag == tag);
        if (found.Tag is null)
        {
            if (required)
            {
                _problems.Add(new(0, $"there is no #{tag}"));
            }

            return 0;
        }

        if (long.TryParse(found.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most)
        {
            return number;
        }

        Problem(found, $"'{found.Value}' is no whole number");
        return 0;
    }

    private void Problem(PlaylistLine line, string message) => _problems.Add(new(line.Number, message));
}
