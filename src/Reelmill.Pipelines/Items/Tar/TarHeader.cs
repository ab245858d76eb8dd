using System.Text;

namespace Reelmill.Pipelines.Items.Tar;

/// <summary>One header block of a tar archive (ustar, GNU, V7). Reads only the fields that locate data; ignores owners and times.</summary>
internal readonly ref struct TarHeader(ReadOnlySpan<byte> block)
{
    public const int Bytes = 512;

    /// <summary>The offset, in a continuation block of a sparse map, of the flag that another block follows.</summary>
    public const int SparseMoreAt = 504;

    private const int NameBytes = 100;
    private const int ChecksumAt = 148;
    private const int ChecksumBytes = 8;
    private const int PrefixAt = 345;
    private const int PrefixBytes = 155;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _block = block;

    /// <summary>Whether the block is all zeros, which ends an archive.</summary>
    public bool IsEnd => !_block.ContainsAnyExcept((byte)0);

    /// <summary>The kind of the member: <c>0</c> for a file, <c>x</c> for extended records and so on; V7 archives have a NUL for a file.</summary>
    public char Type => _block[156] == 0 ? '0' : (char)_block[156];

    /// <summary>The size that the header declares; null when it is negative, malformed or beyond 63 bits.</summary>
    public long? Size => TarNumber.Read(_block.Slice(124, 12));

    /// <summary>Whether another block of a GNU sparse map follows.</summary>
    public bool IsSparseExtended => _block[482] != 0;

    /// <summary>The name in the header itself, with the prefix field of ustar.</summary>
    public byte[] Name
    {
        get
        {
            var name = TrimAtNul(_block[..NameBytes]);
            var prefix = _block.Slice(257, 6).SequenceEqual("ustar\0"u8) ? TrimAtNul(_block.Slice(PrefixAt, PrefixBytes)) : [];
            return prefix.Length == 0 ? name.ToArray() : [.. prefix, (byte)'/', .. name];
        }
    }

    /// <summary>Whether the block is a header: its checksum matches, computed over unsigned bytes or, as some old programs do, over signed bytes.</summary>
    public bool IsValid
    {
        get
        {
            var (unsigned, signed) = (0L, 0L);
            for (var i = 0; i < Bytes; i++)
            {
                var value = i is >= ChecksumAt and < ChecksumAt + ChecksumBytes ? (byte)' ' : _block[i];
                unsigned += value;
                signed += (sbyte)value;
            }

            return TarNumber.ReadOctal(_block.Slice(ChecksumAt, ChecksumBytes)) is { } sum && (sum == unsigned || sum == signed);
        }
    }

    /// <summary>Decodes a name; null when it is not UTF-8 or contains a NUL.</summary>
    public static string? DecodeName(ReadOnlySpan<byte> name)
    {
        try
        {
            return name.Contains((byte)0) ? null : Strict.GetString(name);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Cuts a field at its first NUL.</summary>
    public static ReadOnlySpan<byte> TrimAtNul(ReadOnlySpan<byte> field) => field.IndexOf((byte)0) is >= 0 and var end ? field[..end] : field;

}
