using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Reelmill.Media.Fetching.Lists;

/// <summary>Decodes the bytes of a list to UTF-16 code units. Invalid bytes are reported, never replaced.</summary>
/// <param name="bytes">The list, read once in blocks.</param>
internal sealed class ListDecoder(Stream bytes)
{
    /// <summary>The value that <see cref="Read"/> returns for invalid bytes.</summary>
    public const int Bad = -3;

    private const int End = -1;
    private const int Unit = 2;
    private const int MaxMarkBytes = 3;
    private readonly byte[] _buffer = new byte[1 << 16];
    private Func<int>? _decode;
    private int _at;
    private int _count;
    private char _low;

    /// <summary>The name of the encoding.</summary>
    public string Name { get; private set; } = "UTF-8";

    /// <summary>Reads the next code unit; -1 at the end, or <see cref="Bad"/>.</summary>
    public int Read() => (_decode ??= ChooseDecoder())();

    private ReadOnlySpan<byte> Rest => _buffer.AsSpan(_at, _count - _at);

    private Func<int> ChooseDecoder()
    {
        Fill(MaxMarkBytes);
        if (Rest.StartsWith("\uFEFF"u8))
        {
            _at += MaxMarkBytes;
        }
        else if (Rest.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe]) || Rest.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xff]))
        {
            var isLittle = Rest[0] == 0xff;
            _at += Unit;
            Name = "UTF-16";
            return isLittle ? () => Utf16(BinaryPrimitives.ReadUInt16LittleEndian) : () => Utf16(BinaryPrimitives.ReadUInt16BigEndian);
        }

        return Utf8;
    }

    private int Utf8()
    {
        if (_low != 0)
        {
            var low = _low;
            _low = '\0';
            return low;
        }

        if (_at == _count && !Fill(1))
        {
            return End;
        }

        if (_buffer[_at] < 0x80)
        {
            return _buffer[_at++];
        }

        Fill(4);
        var status = Rune.DecodeFromUtf8(Rest, out var rune, out var length);
        _at += length;
        return status == OperationStatus.Done ? Units(rune) : Bad;
    }

    private int Units(Rune rune)
    {
        Span<char> units = stackalloc char[Unit];
        if (rune.EncodeToUtf16(units) == Unit)
        {
            _low = units[1];
        }

        return units[0];
    }

    private int Utf16(UnitReader read)
    {
        if (!Fill(Unit))
        {
            var isWhole = _at == _count;
            _at = _count;
            return isWhole ? End : Bad;
        }

        var unit = (char)read(Rest);
        _at += Unit;
        if (_low != 0)
        {
            // The second half of a surrogate pair, which was checked with the first half.
            _low = '\0';
            return unit;
        }

        if (char.IsHighSurrogate(unit) && Fill(Unit) && char.IsLowSurrogate((char)read(Rest)))
        {
            _low = unit;
            return unit;
        }

        return char.IsSurrogate(unit) ? Bad : unit;
    }

    /// <summary>Fills the buffer to at least the wanted number of bytes; false when the list has fewer left.</summary>
    private bool Fill(int wanted)
    {
        if (_count - _at >= wanted)
        {
            return true;
        }

        Rest.CopyTo(_buffer);
        (_at, _count) = (0, _count - _at);
        for (int read; _count < wanted && (read = bytes.Read(_buffer, _count, _buffer.Length - _count)) > 0;)
        {
            _count += read;
        }

        return _count >= wanted;
    }

    private delegate ushort UnitReader(ReadOnlySpan<byte> bytes);
}
