using System.Text;

namespace Reelmill.Media.Formats.Mp4;

/// <summary>Parses an initialization segment: the tracks of a fragmented MP4, without samples.</summary>
internal static class InitSegment
{
    private const int VideoEntryHeader = 78;
    private const int AudioEntryHeader = 28;

    /// <summary>Parses the tracks.</summary>
    /// <param name="bytes">The bytes up to the end of <c>moov</c> at least; later boxes are ignored.</param>
    /// <exception cref="Mp4Exception">The <c>moov</c> box is missing or damaged.</exception>
    public static IReadOnlyList<Track> Parse(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var box = BoxSpan.Read(bytes, at, out at);
            if (box.Type == "moov")
            {
                return ReadTracks(box);
            }
        }

        throw new Mp4Exception("the 'moov' box is missing");
    }

    private static List<Track> ReadTracks(BoxSpan movie)
    {
        var defaults = ReadDefaults(movie.FindChild("mvex"));
        var movieTimescale = movie.FindChild("mvhd") is { Type: not null } header ? ReadTimescale(header) : 1;
        var tracks = new List<Track>();
        for (var at = 0; at < movie.Body.Length;)
        {
            var box = BoxSpan.Read(movie.Body, at, out at);
            if (box.Type == "trak")
            {
                tracks.Add(ReadTrack(box, defaults, movieTimescale));
            }
        }

        return tracks;
    }

    private static Dictionary<uint, SampleDefaults> ReadDefaults(BoxSpan extends)
    {
        var defaults = new Dictionary<uint, SampleDefaults>();
        for (var at = 0; at < extends.Body.Length;)
        {
            var box = BoxSpan.Read(extends.Body, at, out at);
            if (box.Type == "trex")
            {
                var values = new BigEndianReader(box.Body);
                values.ReadVersionAndFlags();
                var track = values.ReadUInt32();
                values.ReadUInt32();
                defaults[track] = new SampleDefaults(values.ReadUInt32(), values.ReadUInt32(), values.ReadUInt32());
            }
        }

        return defaults;
    }

    private static Track ReadTrack(BoxSpan box, Dictionary<uint, SampleDefaults> defaults, uint movieTimescale)
    {
        var id = ReadTrackId(box.RequireChild("tkhd"));
        var media = box.RequireChild("mdia");
        var handler = Encoding.Latin1.GetString(ReaderAt(media.RequireChild("hdlr"), 8).ReadBytes(4));
        var entries = media.RequireChild("minf").RequireChild("stbl").RequireChild("stsd");
        var entry = BoxSpan.Read(entries.Body, 8, out _);
        var timescale = ReadTimescale(media.RequireChild("mdhd"));
        var (width, height) = handler == "vide" ? ReadSize(entry) : default;
        var (codec, configuration) = CodecString.Parse(entry, handler == "vide" ? VideoEntryHeader : AudioEntryHeader);
        return new Track(id, handler, timescale, entry.Type, codec, width, height, configuration, defaults.GetValueOrDefault(id))
        {
            EditShift = ReadEditShift(box.FindChild("edts").FindChild("elst"), movieTimescale, timescale),
        };
    }

    /// <summary>
    /// Reads an edit list as players of fragmented MP4 do: adds up the leading empty edits and subtracts the media time of the
    /// first other edit.
    /// </summary>
    private static long ReadEditShift(BoxSpan list, uint movieTimescale, uint timescale)
    {
        if (list.Type is null)
        {
            return 0;
        }

        var values = new BigEndianReader(list.Body);
        var (version, _) = values.ReadVersionAndFlags();
        var delay = 0L;
        for (var count = values.ReadUInt32(); count > 0; count--)
        {
            var duration = values.ReadVersioned(version);
            var mediaTime = version == 0 ? values.ReadInt32() : values.ReadInt64();
            values.ReadBytes(4);
            if (mediaTime >= 0)
            {
                return delay - mediaTime;
            }

            delay += (long)((double)duration / movieTimescale * timescale);
        }

        return delay;
    }

    private static uint ReadTrackId(BoxSpan header)
    {
        var values = new BigEndianReader(header.Body);
        var (version, _) = values.ReadVersionAndFlags();
        values.ReadBytes(version == 0 ? 8 : 16);
        return values.ReadUInt32();
    }

    private static uint ReadTimescale(BoxSpan header)
    {
        var values = new BigEndianReader(header.Body);
        var (version, _) = values.ReadVersionAndFlags();
        values.ReadBytes(version == 0 ? 8 : 16);
        return values.ReadUInt32() is > 0 and var timescale ? timescale : throw new Mp4Exception($"the timescale in '{header.Type}' is 0");
    }

    private static (int Width, int Height) ReadSize(BoxSpan entry)
    {
        var values = ReaderAt(entry, 24);
        return (values.ReadUInt16(), values.ReadUInt16());
    }

    private static BigEndianReader ReaderAt(BoxSpan box, int skip)
    {
        var values = new BigEndianReader(box.Body);
        values.ReadBytes(skip);
        return values;
    }
}
