using System.Text;

namespace Reelmill.Media.Formats.Mp4;

/// <summary>The beginning of a fragmented MP4: its tracks, without any sample.</summary>
internal static class InitSegment
{
    private const int VideoEntryHeader = 78;
    private const int AudioEntryHeader = 28;

    /// <summary>Reads the tracks.</summary>
    /// <param name="bytes">At least <c>moov</c>; what follows it is not read.</param>
    /// <exception cref="Mp4Exception">There is no movie, or it is damaged.</exception>
    public static IReadOnlyList<Track> Parse(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var box = BoxSpan.Read(bytes, at, out at);
            if (box.Type == "moov")
            {
                return Tracks(box);
            }
        }

        throw new Mp4Exception("it has no 'moov'");
    }

    private static List<Track> Tracks(BoxSpan movie)
    {
        var defaults = Defaults(movie.Child("mvex"));
        var ticks = movie.Child("mvhd") is { Type: not null } header ? Timescale(header) : 1;
        var tracks = new List<Track>();
        for (var at = 0; at < movie.Body.Length;)
        {
            var box = BoxSpan.Read(movie.Body, at, out at);
            if (box.Type == "trak")
            {
                tracks.Add(TrackOf(box, defaults, ticks));
            }
        }

        return tracks;
    }

    private static Dictionary<uint, SampleDefaults> Defaults(BoxSpan extends)
    {
        var defaults = new Dictionary<uint, SampleDefaults>();
        for (var at = 0; at < extends.Body.Length;)
        {
            var box = BoxSpan.Read(extends.Body, at, out at);
            if (box.Type == "trex")
            {
                var values = new ByteCursor(box.Body);
                values.Full();
                var track = values.UInt32();
                values.UInt32();
                defaults[track] = new SampleDefaults(values.UInt32(), values.UInt32(), values.UInt32());
            }
        }

        return defaults;
    }

    private static Track TrackOf(BoxSpan box, Dictionary<uint, SampleDefaults> defaults, uint movieTicks)
    {
        var id = TrackId(box.Required("tkhd"));
        var media = box.Required("mdia");
        var handler = Encoding.Latin1.GetString(Cursor(media.Required("hdlr"), 8).Take(4));
        var entries = media.Required("minf").Required("stbl").Required("stsd");
        var entry = BoxSpan.Read(entries.Body, 8, out _);
        var timescale = Timescale(media.Required("mdhd"));
        var (width, height) = handler == "vide" ? Resolution(entry) : default;
        var (codec, configuration) = CodecName.Of(entry, handler == "vide" ? VideoEntryHeader : AudioEntryHeader);
        return new Track(id, handler, timescale, entry.Type, codec, width, height, configuration, defaults.GetValueOrDefault(id))
        {
            Shift = Shift(box.Child("edts").Child("elst"), movieTicks, timescale),
        };
    }

    /// <summary>Reads an edit list as players of fragments do: empty edits, and what the first other one skips.</summary>
    private static long Shift(BoxSpan list, uint movieTicks, uint timescale)
    {
        if (list.Type is null)
        {
            return 0;
        }

        var values = new ByteCursor(list.Body);
        var (version, _) = values.Full();
        var later = 0L;
        for (var left = values.UInt32(); left > 0; left--)
        {
            var duration = values.Versioned(version);
            var skipped = version == 0 ? values.Int32() : values.Int64();
            values.Take(4);
            if (skipped >= 0)
            {
                return later - skipped;
            }

            later += (long)((double)duration / movieTicks * timescale);
        }

        return later;
    }

    private static uint TrackId(BoxSpan header)
    {
        var values = new ByteCursor(header.Body);
        var (version, _) = values.Full();
        values.Take(version == 0 ? 8 : 16);
        return values.UInt32();
    }

    private static uint Timescale(BoxSpan header)
    {
        var values = new ByteCursor(header.Body);
        var (version, _) = values.Full();
        values.Take(version == 0 ? 8 : 16);
        return values.UInt32() is > 0 and var ticks ? ticks : throw new Mp4Exception("it has a track whose time has no unit");
    }

    private static (int Width, int Height) Resolution(BoxSpan entry)
    {
        var values = Cursor(entry, 24);
        return (values.UInt16(), values.UInt16());
    }

    private static ByteCursor Cursor(BoxSpan box, int skip)
    {
        var values = new ByteCursor(box.Body);
        values.Take(skip);
        return values;
    }
}
