using System.Text;
using Microsoft.Win32.SafeHandles;
using Reelmill.Core.Files;

namespace Reelmill.Media.Formats.Mp4.Files;

/// <summary>
/// Reads the track headers of an MP4 file. The file is untrusted: every size is checked, and an inconsistent header gives
/// null rather than a guess.
/// </summary>
internal static class Mp4HeaderReader
{
    /// <summary>A box header with a 64-bit size, and the major brand after it.</summary>
    private const int MaxHeaderBytes = 20;
    private const int MinBoxBytes = 8;
    private const int MaxMoovBytes = 256 << 20;
    private const int TkhdTailBytes = 60;

    /// <summary>Reads the track headers in file order; null when the file is not MP4 or a header is damaged.</summary>
    public static IReadOnlyList<Mp4TrackHeader>? Read(string path)
    {
        using var file = RegularFile.Open(path);
        try
        {
            return ReadMoov(file) is { } moov ? ReadTracks(moov) : null;
        }
        catch (Mp4Exception)
        {
            return null;
        }
    }

    /// <summary>Reads the body of the <c>moov</c> box; null for the QuickTime brand, whose audio sample entries differ from those of MP4.</summary>
    private static byte[]? ReadMoov(SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        var bytes = new byte[MaxHeaderBytes];
        for (long at = 0; at + MinBoxBytes <= length;)
        {
            var (type, headerSize, size) = BoxSpan.ReadHeader(bytes.AsSpan(0, RandomAccess.Read(file, bytes, at)), length - at);
            if (size > length - at || (at == 0 && (type != "ftyp" || bytes.AsSpan(headerSize, 4).SequenceEqual("qt  "u8))))
            {
                return null;
            }

            if (type == "moov")
            {
                return size > MaxMoovBytes ? null : ReadBytes(file, at + headerSize, (int)(size - headerSize));
            }

            at += size;
        }

        return null;
    }

    private static byte[]? ReadBytes(SafeFileHandle file, long offset, int count)
    {
        var bytes = new byte[count];
        for (var done = 0; done < count;)
        {
            var read = RandomAccess.Read(file, bytes.AsSpan(done), offset + done);
            if (read == 0)
            {
                return null;
            }

            done += read;
        }

        return bytes;
    }

    private static List<Mp4TrackHeader>? ReadTracks(ReadOnlySpan<byte> moov)
    {
        var tracks = new List<Mp4TrackHeader>();
        for (var at = 0; moov.Length - at >= MinBoxBytes;)
        {
            var box = BoxSpan.Read(moov, at, out at);
            if (box.Type == "trak")
            {
                tracks.Add(ReadTrack(box));
            }
        }

        return tracks.Count > 0 ? tracks : null;
    }

    /// <exception cref="Mp4Exception">A mandatory box is missing or truncated.</exception>
    private static Mp4TrackHeader ReadTrack(BoxSpan trak)
    {
        var header = trak.RequireChild("tkhd").Body;
        var media = trak.RequireChild("mdia");
        var handler = media.RequireChild("hdlr");
        var (timescale, language) = ReadMediaHeader(media.RequireChild("mdhd"));
        var information = media.RequireChild("minf");
        var sampleEntries = information.RequireChild("stbl").RequireChild("stsd");
        var entries = new BigEndianReader(sampleEntries.Body);
        entries.ReadVersionAndFlags();
        var entryCount = entries.ReadUInt32();
        return header.Length >= TkhdTailBytes && handler.Body.Length >= 12 && entries.Remaining > 0
            ? new Mp4TrackHeader(
                Encoding.Latin1.GetString(handler.Body.Slice(8, 4)),
                timescale,
                language,
                header[^TkhdTailBytes..].ToArray(),
                handler.Whole.ToArray(),
                FindMediaTypeHeader(information).ToArray(),
                entries.ReadBytes(entries.Remaining).ToArray(),
                entryCount)
            : throw new Mp4Exception("the headers of a track are truncated");
    }

    private static (uint Timescale, ushort Language) ReadMediaHeader(BoxSpan header)
    {
        var values = new BigEndianReader(header.Body);
        var (version, _) = values.ReadVersionAndFlags();
        values.ReadVersioned(version);
        values.ReadVersioned(version);
        var timescale = values.ReadUInt32();
        values.ReadVersioned(version);
        return timescale > 0 ? (timescale, values.ReadUInt16()) : throw new Mp4Exception("the timescale in 'mdhd' is 0");
    }

    /// <summary>Finds the header of the media type, such as <c>vmhd</c>; empty where there is none.</summary>
    private static ReadOnlySpan<byte> FindMediaTypeHeader(BoxSpan information)
    {
        for (var at = 0; information.Body.Length - at >= MinBoxBytes;)
        {
            var box = BoxSpan.Read(information.Body, at, out at);
            if (box.Type.EndsWith("mhd", StringComparison.Ordinal))
            {
                return box.Whole;
            }
        }

        return default;
    }
}
