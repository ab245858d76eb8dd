using System.Text;

namespace Reelmill.Pipelines.Tests.Items.Tar;

/// <summary>Builds tar archives of any kind, including hostile ones.</summary>
internal sealed class TarBytes
{
    private const int Block = 512;
    private readonly List<byte> _bytes = [];

    public byte[] ToArray() => [.. _bytes];

    /// <summary>Adds a member, whose header fields can be changed before its checksum is computed.</summary>
    public TarBytes Add(string name, byte[] content, char type = '0', Action<byte[]>? change = null)
    {
        var header = new byte[Block];
        Put(header, 0, Encoding.UTF8.GetBytes(name)[..Math.Min(100, Encoding.UTF8.GetByteCount(name))]);
        Put(header, 100, "0000644\0"u8.ToArray());
        Put(header, 108, "0000000\0"u8.ToArray());
        Put(header, 116, "0000000\0"u8.ToArray());
        Put(header, 124, Encoding.ASCII.GetBytes(Convert.ToString(content.Length, 8).PadLeft(11, '0')));
        Put(header, 136, "00000000000\0"u8.ToArray());
        header[156] = (byte)type;
        Put(header, 257, "ustar\000"u8.ToArray());
        change?.Invoke(header);
        Put(header, 148, "        "u8.ToArray());
        var sum = header.Sum(static b => b);
        Put(header, 148, Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 "));
        return Raw(header).Raw(content).Raw(new byte[(Block - (content.Length % Block)) % Block]);
    }

    /// <summary>Adds a member after an extended pax header.</summary>
    public TarBytes AddPax(string name, byte[] content, params (string Key, string Value)[] records) =>
        Add("pax", Encoding.UTF8.GetBytes(string.Concat(records.Select(static r => Record(r.Key, r.Value)))), 'x').Add(name, content);

    /// <summary>Adds a member after a GNU long name.</summary>
    public TarBytes AddLong(string name, byte[] content) => Add("././@LongLink", Encoding.UTF8.GetBytes(name + "\0"), 'L').Add("short", content);

    public TarBytes End() => Raw(new byte[2 * Block]);

    public TarBytes Raw(byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>Creates a change that writes a header field in base-256.</summary>
    public static Action<byte[]> Base256(int at, int length, params byte[] value) => header =>
    {
        Array.Clear(header, at, length);
        header[at] = 0x80;
        value.CopyTo(header, at + length - value.Length);
        header[at] |= 0x80;
    };

    public static Action<byte[]> Fill(int at, int length, byte value) => header => Array.Fill(header, value, at, length);

    private static string Record(string key, string value)
    {
        var rest = Encoding.UTF8.GetByteCount($" {key}={value}\n");
        var length = rest + 1;
        while (length != rest + length.ToString(System.Globalization.CultureInfo.InvariantCulture).Length)
        {
            length++;
        }

        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{length} {key}={value}\n");
    }

    private static void Put(byte[] header, int at, byte[] value) => value.CopyTo(header, at);
}
