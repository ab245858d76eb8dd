using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>A row's id and metadata as bytes. Lengths are in 32 bits, texts in UTF-8, fields in order of their names.</summary>
internal static class RowText
{
    private const byte HasTime = 1;
    private const byte HasPath = 2;

    public static void Write(IBufferWriter<byte> to, VectorRecord record)
    {
        var metadata = record.Metadata;
        var path = string.IsNullOrEmpty(metadata.Path) ? null : metadata.Path;
        WriteText(to, record.Id);
        to.Write([(byte)((metadata.TimeMs is null ? 0 : HasTime) | (path is null ? 0 : HasPath))]);
        WriteText(to, metadata.Source);
        if (metadata.TimeMs is { } time)
        {
            BinaryPrimitives.WriteInt64LittleEndian(to.GetSpan(sizeof(long)), time);
            to.Advance(sizeof(long));
        }

        if (path is not null)
        {
            WriteText(to, path);
        }

        WriteInt(to, metadata.Fields.Count);
        foreach (var (name, value) in metadata.Fields.OrderBy(static f => f.Key, StringComparer.Ordinal))
        {
            WriteText(to, name);
            WriteText(to, value);
        }
    }

    public static ReadOnlySpan<byte> IdBytes(ReadOnlySpan<byte> text) =>
        text.Slice(sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(text));

    public static string Id(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(IdBytes(text));

    public static VectorMetadata Metadata(ReadOnlySpan<byte> text)
    {
        ReadBytes(ref text);
        var flags = text[0];
        text = text[1..];
        var source = ReadText(ref text);
        long? time = null;
        if ((flags & HasTime) != 0)
        {
            time = BinaryPrimitives.ReadInt64LittleEndian(text);
            text = text[sizeof(long)..];
        }

        var path = (flags & HasPath) != 0 ? ReadText(ref text) : null;
        var count = ReadInt(ref text);
        if (count == 0)
        {
            return new VectorMetadata(source, time, path);
        }

        var fields = new Dictionary<string, string>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var name = ReadText(ref text);
            fields[name] = ReadText(ref text);
        }

        return new VectorMetadata(source, time, path, fields);
    }

    private static void WriteInt(IBufferWriter<byte> to, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to.GetSpan(sizeof(int)), value);
        to.Advance(sizeof(int));
    }

    private static void WriteText(IBufferWriter<byte> to, string text)
    {
        WriteInt(to, Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, to);
    }

    private static int ReadInt(ref ReadOnlySpan<byte> text)
    {
        var value = BinaryPrimitives.ReadInt32LittleEndian(text);
        text = text[sizeof(int)..];
        return value;
    }

    private static ReadOnlySpan<byte> ReadBytes(ref ReadOnlySpan<byte> text)
    {
        var length = ReadInt(ref text);
        var bytes = text[..length];
        text = text[length..];
        return bytes;
    }

    private static string ReadText(ref ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(ReadBytes(ref text));
}
