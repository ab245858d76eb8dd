using System.Buffers.Binary;
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
    private const int HeaderBytes = 8;
    private const int LargeHeaderBytes = 16;
    private const int MaxMoovBytes = 256 << 20;
    private const int TkhdTailBytes = 60;

    /// <summary>Reads the track headers in file order; null when the file is not MP4 or a header is damaged.</summary>
    public static IReadOnlyList<Mp4TrackHeader>? Read(string path)
    {
        using var file = RegularFile.Open(path);
        if (ReadMoov(file) is not { } moov)
        {
            return null;
        }

        var boxes = ReadChildren(moov).Where(static b => b.Type == "trak").ToArray();
        var tracks = boxes.Select(static b => ReadTrack(b.Body)).OfType<Mp4TrackHeader>().ToArray();
        return tracks.Length > 0 && tracks.Length == boxes.Length ? tracks : null;
    }

    /// <summary>Reads the body of the <c>moov</c> box; null for the QuickTime brand, whose audio sample entries differ from those of MP4.</summary>
    private static ReadOnlyMemory<byte>? ReadMoov(SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        var header = new byte[LargeHeaderBytes];
        for (long at = 0; at + HeaderBytes <= length;)
        {
            var read = RandomAccess.Read(file, header, at);
            if (ParseSize(header.AsSpan(0, read), length - at) is not var (size, headerBytes))
            {
                return null;
            }

            var type = Encoding.ASCII.GetString(header, 4, 4);
            if (at == 0 && (type != "ftyp" || Encoding.ASCII.GetString(header, headerBytes, 4) == "qt  "))
            {
                return null;
            }

            if (type == "moov")
            {
                return size > MaxMoovBytes ? null : ReadBytes(file, at + headerBytes, (int)(size - headerBytes));
            }

            at += size;
        }

        return null;
    }

    private static ReadOnlyMemory<byte>? ReadBytes(SafeFileHandle file, long offset, int count)
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

    /// <summary>Parses the size of a box with its header, and the size of the header; null when the box exceeds the remaining bytes.</summary>
    private static (long Size, int Header)? ParseSize(ReadOnlySpan<byte> bytes, long remaining)
    {
        if (bytes.Length < HeaderBytes)
        {
            return null;
        }

        long size = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        var header = HeaderBytes;
        if (size == 1 && bytes.Length >= LargeHeaderBytes)
        {
            size = (long)Math.Min(long.MaxValue, BinaryPrimitives.ReadUInt64BigEndian(bytes[HeaderBytes..]));
            header = LargeHeaderBytes;
        }
        else if (size == 0)
        {
            size = remaining;
        }

        return size >= header && size <= remaining ? (size, header) : null;
    }

    private static List<Box> ReadChildren(ReadOnlyMemory<byte> body)
    {
        var boxes = new List<Box>();
        while (ParseSize(body.Span, body.Length) is var (size, header))
        {
            boxes.Add(new Box(Encoding.ASCII.GetString(body.Span.Slice(4, 4)), body[..(int)size], body[header..(int)size]));
            body = body[(int)size..];
        }

        return boxes;
    }

    private static Box? FindChild(ReadOnlyMemory<byte>? body, string type) =>
        body is { } bytes && ReadChildren(bytes).Find(b => b.Type == type) is { Type: not null } box ? box : null;

    private static Mp4TrackHeader? ReadTrack(ReadOnlyMemory<byte> trak)
    {
        var media = FindChild(trak, "mdia")?.Body;
        var mediaInformation = FindChild(media, "minf")?.Body;
        if (FindChild(trak, "tkhd") is not { } header || header.Body.Length < TkhdTailBytes
            || FindChild(media, "hdlr") is not { } handler || handler.Body.Length < 12
            || ReadMediaHeader(FindChild(media, "mdhd")?.Body) is not var (timescale, language)
            || mediaInformation is null
            || FindChild(FindChild(mediaInformation, "stbl")?.Body, "stsd")?.Body is not { Length: > HeaderBytes } sampleEntries)
        {
            return null;
        }

        var mediaHeader = ReadChildren(mediaInformation.Value).Find(static b => b.Type is not null && b.Type.EndsWith("mhd", StringComparison.Ordinal));
        return new Mp4TrackHeader(
            Encoding.ASCII.GetString(handler.Body.Span.Slice(8, 4)),
            timescale,
            language,
            header.Body[^TkhdTailBytes..],
            handler.Whole,
            mediaHeader.Whole,
            sampleEntries[HeaderBytes..],
            BinaryPrimitives.ReadUInt32BigEndian(sampleEntries.Span[4..]));
    }

    private static (uint Timescale, ushort Language)? ReadMediaHeader(ReadOnlyMemory<byte>? body)
    {
        if (body is not { Length: >= 24 } bytes)
        {
            return null;
        }

        var at = bytes.Span[0] == 1 ? 20 : 12;
        var language = bytes.Span[0] == 1 ? 32 : 20;
        return bytes.Length >= language + 2 && BinaryPrimitives.ReadUInt32BigEndian(bytes.Span[at..]) is > 0 and var timescale
            ? (timescale, BinaryPrimitives.ReadUInt16BigEndian(bytes.Span[language..]))
            : null;
    }

    private readonly record struct Box(string Type, ReadOnlyMemory<byte> Whole, ReadOnlyMemory<byte> Body);
}
