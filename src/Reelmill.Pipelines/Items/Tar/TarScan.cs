using Microsoft.Win32.SafeHandles;

namespace Reelmill.Pipelines.Items.Tar;

/// <summary>
/// Reads through the headers of a tar archive, and never through the bytes between them. A member whose header is hostile
/// or damaged is told as such, and reading goes on at the next block that is a header: its neighbors are not to blame.
/// </summary>
/// <remarks>Memory is that of one header, with an extended header of 1 MiB at most.</remarks>
/// <param name="file">The archive.</param>
/// <param name="length">Its size.</param>
internal sealed class TarScan(SafeFileHandle file, long length)
{
    private readonly byte[] _block = new byte[TarHeader.Bytes];
    private TarRecords _records = new();
    private long _at;
    private bool _any;

    /// <summary>Whether the place of the next header is not known, and is looked for.</summary>
    private bool _lost;

    /// <summary>Gives the members that are files, links or devices, and each place at which the archive is damaged.</summary>
    public IEnumerable<TarMember> Read()
    {
        while (Next(out var found))
        {
            if (found is { } member)
            {
                yield return member;
            }
        }

        if (_records.Fault is { } fault)
        {
            yield return TarMember.Damage(fault);
        }
    }

    /// <summary>Takes one block; false at the end.</summary>
    private bool Next(out TarMember? found)
    {
        found = null;
        if (_at >= length)
        {
            return false;
        }

        if (Fill(_block, _at) < TarHeader.Bytes)
        {
            found = _lost ? null : TarMember.Damage("it is cut off in a header");
            _at = length;
            return true;
        }

        var header = new TarHeader(_block);
        if (header.IsValid)
        {
            (_any, _lost) = (true, false);
            _at += TarHeader.Bytes;
            found = Take(header);
            return true;
        }

        if (header.IsEnd && !_lost)
        {
            return false;
        }

        found = _lost ? null : TarMember.Damage(_any ? $"there is no header at byte {_at}" : "it does not begin with a header");
        (_lost, _at) = (true, _any ? _at + TarHeader.Bytes : length);
        return true;
    }

    /// <summary>The member that a header begins; null when it only describes the next one, or holds nothing.</summary>
    private TarMember? Take(TarHeader header)
    {
        if (header.Type is 'x' or 'L' or 'g' or 'K')
        {
            TakeRecords(header.Type, header.Size);
            return null;
        }

        var records = _records;
        _records = new TarRecords();
        if (header.Type == 'S')
        {
            SkipSparseMap(header.IsSparseExtended);
        }

        var (size, name, offset) = (records.Size ?? header.Size, records.Name ?? header.Name, _at);
        var fits = TrySkip(size);
        if (header.Type is '5' or 'V' or 'D' or 'M' or 'N' || name.AsSpan().EndsWith("/"u8))
        {
            return null;
        }

        var member = TarMember.Of(name, offset, size ?? 0);
        return member with { Fault = records.Fault ?? KindFault(header.Type, records) ?? SizeFault(size, fits, offset) ?? member.Fault };
    }

    private void TakeRecords(char type, long? size)
    {
        var at = _at;
        if (!TrySkip(size) || size > TarRecords.MostBytes)
        {
            _records.Fault = "its extended header claims a size that is none, or too large";
        }
        else if (type is 'x' or 'L')
        {
            var content = new byte[size!.Value];
            Fill(content, at);
            _records.Take(type, content);
        }
    }

    private static string? KindFault(char type, TarRecords records) => type switch
    {
        '1' or '2' => "it is a link, not a file",
        '3' or '4' or '6' => "it is a device or a named pipe, not a file",
        _ when type == 'S' || records.IsSparse => "it is a sparse file",
        _ => null,
    };

    private string? SizeFault(long? size, bool fits, long offset) => size switch
    {
        null => "its header claims a size that is none",
        _ when !fits => $"its header claims {size} bytes, and the archive ends after {length - offset} more",
        _ => null,
    };

    /// <summary>Goes past bytes and what fills their last block; false, and not a byte further, when the archive does not hold so many.</summary>
    private bool TrySkip(long? size)
    {
        if (size is not { } bytes || bytes > length - _at)
        {
            _lost = true;
            return false;
        }

        var blocks = (bytes + TarHeader.Bytes - 1) / TarHeader.Bytes;
        _at = Math.Min(_at + (blocks * TarHeader.Bytes), length);
        return true;
    }

    private void SkipSparseMap(bool more)
    {
        var map = new byte[TarHeader.Bytes];
        while (more && Fill(map, _at) == TarHeader.Bytes)
        {
            _at += TarHeader.Bytes;
            more = map[TarHeader.SparseMoreAt] != 0;
        }
    }

    private int Fill(Span<byte> target, long at)
    {
        var total = 0;
        for (int read; total < target.Length && (read = RandomAccess.Read(file, target[total..], at + total)) > 0;)
        {
            total += read;
        }

        return total;
    }
}
