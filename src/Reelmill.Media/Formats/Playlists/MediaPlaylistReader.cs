using System.Globalization;

namespace Reelmill.Media.Formats.Playlists;

/// <summary>Reads a media playlist to its end and records what RFC 8216 forbids.</summary>
internal sealed class MediaPlaylistReader
{
    private readonly List<PlaylistProblem> _problems;
    private readonly List<MediaSegment> _segments = [];
    private readonly Dictionary<string, long> _rangeEnds = new(StringComparer.Ordinal);
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
            reader.ReadLine(line);
        }

        return new MediaPlaylist
        {
            Version = lines.Version,
            TargetDuration = (int)reader.ReadNumber(lines, "EXT-X-TARGETDURATION", int.MaxValue, required: true),
            MediaSequence = reader.ReadNumber(lines, "EXT-X-MEDIA-SEQUENCE", long.MaxValue, required: false),
            Type = lines.All.FirstOrDefault(static l => l.Tag == "EXT-X-PLAYLIST-TYPE") is { Tag: not null, Value: var type } ? type : null,
            IndependentSegments = lines.Has("EXT-X-INDEPENDENT-SEGMENTS"),
            IFramesOnly = lines.Has("EXT-X-I-FRAMES-ONLY"),
            HasEnd = lines.Has("EXT-X-ENDLIST"),
            Segments = reader._segments,
        };
    }

    private void ReadLine(PlaylistLine line)
    {
        switch (line.Tag)
        {
            case null:
                AddSegment(line);
                break;
            case "EXTINF":
                _seconds = ReadDuration(line);
                break;
            case "EXT-X-BYTERANGE":
                _range = line;
                break;
            case "EXT-X-DISCONTINUITY":
                _discontinuity = true;
                break;
            case "EXT-X-KEY":
                _key = ReadKey(AttributeList.Parse(line, _problems));
                break;
            case "EXT-X-MAP":
                _map = ReadMap(line, AttributeList.Parse(line, _problems));
                break;
        }
    }

    private void AddSegment(PlaylistLine line)
    {
        if (_seconds is null)
        {
            AddProblem(line, $"segment {line.Value} has no #EXTINF");
        }

        _segments.Add(new MediaSegment(line.Value, _seconds ?? 0)
        {
            Range = ReadRange(line.Value),
            Map = _map,
            Key = _key,
            Discontinuity = _discontinuity,
        });
        (_seconds, _range, _discontinuity) = (null, null, false);
    }

    private ByteRange? ReadRange(string uri)
    {
        if (_range is not { } line)
        {
            return null;
        }

        if (!ByteRange.TryParse(line.Value, _rangeEnds.TryGetValue(uri, out var end) ? end : null, out var range))
        {
            AddProblem(line, $"'{line.Value}' is not a byte range LENGTH@OFFSET; the offset is optional only after another range of the same file");
            return null;
        }

        _rangeEnds[uri] = range.End;
        return range;
    }

    private decimal ReadDuration(PlaylistLine line)
    {
        var comma = line.Value.IndexOf(',', StringComparison.Ordinal);
        var text = comma < 0 ? line.Value : line.Value[..comma];
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < int.MaxValue)
        {
            return seconds;
        }

        AddProblem(line, $"'{text}' is not a duration in seconds");
        return 0;
    }

    private static SegmentKey? ReadKey(AttributeList attributes) => attributes.RequireText("METHOD") switch
    {
        "NONE" or "" => null,
        var method => new SegmentKey(method, attributes.RequireText("URI"), attributes.GetText("IV"), attributes.GetText("KEYFORMAT")),
    };

    private MediaMap ReadMap(PlaylistLine line, AttributeList attributes)
    {
        var uri = attributes.RequireText("URI");
        if (attributes.GetText("BYTERANGE") is not { } text)
        {
            return new MediaMap(uri, null, _key);
        }

        if (!ByteRange.TryParse(text, 0, out var range))
        {
            AddProblem(line, $"'{text}' is not a byte range LENGTH@OFFSET");
            return new MediaMap(uri, null, _key);
        }

        return new MediaMap(uri, range, _key);
    }

    private long ReadNumber(PlaylistLines lines, string tag, long max, bool required)
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

        if (long.TryParse(found.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= max)
        {
            return number;
        }

        AddProblem(found, $"'{found.Value}' is not a whole number");
        return 0;
    }

    private void AddProblem(PlaylistLine line, string message) => _problems.Add(new(line.Number, message));
}
