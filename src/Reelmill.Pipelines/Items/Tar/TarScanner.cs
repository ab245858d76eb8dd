using Microsoft.Win32.SafeHandles;

namespace Reelmill.Pipelines.Items.Tar;

/// <summary>
/// Scans the headers of a tar archive without reading the data between them. A member with a hostile or damaged header is
/// reported as such, and the scan resumes at the next valid header, so that its neighbors are not affected.
/// </summary>
/// <remarks>Memory is bounded by one header and an extended header of 1 MiB at most.</remarks>
/// <param name="file">The archive.</param>
/// <param name="length">The size of the archive, in bytes.</param>
internal sealed class TarScanner(SafeFileHandle file, long length)
{
    private readonly byte[] _block = new byte[TarHeader.Bytes];
    private TarRecords _records = new();
    private long _position;
    private bool _hasHeader;

    /// <summary>Whether the offset of the next header is unknown, so that the scan searches for it block by block.</summary>
    private bool _isResyncing;

    /// <summary>Yields the members that are files, links or devices, and each damaged place of the archive.</summary>
    public IEnumerable<TarMember> Read()
    {
        while (TryAdvance(out var found))
        {
            if (found is { } member)
            {
                yield return member;
            }
        }

        if (_records.Fault is { } fault)
        {
            yield return TarMember.CreateDamage(fault);
        }
    }

    /// <summary>Reads one block; false at the end.</summary>
    private bool TryAdvance(out TarMember? found)
    {
        found = null;
        if (_position >= length)
        {
            return false;
        }

        if (Fill(_block, _position) < TarHeader.Bytes)
        {
            found = _isResyncing ? null : TarMember.CreateDamage("it is cut off in a header");
            _position = length;
            return true;
        }

        var header = new TarHeader(_block);
        if (header.IsValid)
        {
            (_hasHeader, _isResyncing) = (true, false);
            _position += TarHeader.Bytes;
            found = ReadMember(header);
            return true;
        }

        if (header.IsEnd && !_isResyncing)
        {
            return false;
        }

        found = _isResyncing ? null : TarMember.CreateDamage(_hasHeader ? $"there is no header at byte {_position}" : "it does not begin with a header");
        (_isResyncing, _position) = (true, _hasHeader ? _position + TarHeader.Bytes : length);
        return true;
    }

    /// <summary>Reads the member of a header; null when the header only describes the next member, or has no data, as a folder has none.</summary>
    private TarMember? ReadMember(TarHeader header)
    {
        if (header.Type is 'x' or 'L' or 'g' or 'K')
        {
            ReadRecords(header.Type, header.Size);
            return null;
        }

        var records = _records;
        _records = new TarRecords();
        if (header.Type == 'S')
        {
            SkipSparseMap(header.IsSparseExtended);
        }

        var (size, name, offset) = (records.Size ?? header.Size, records.Name ?? header.Name, _position);
        var fits = TrySkip(size);
        if (header.Type is '5' or 'V' or 'D' or 'M' or 'N' || name.AsSpan().EndsWith("/"u8))
        {
            return null;
        }

        var member = TarMember.Create(name, offset, size ?? 0);
        return member with { Fault = records.Fault ?? FindKindFault(header.Type, records) ?? FindSizeFault(size, fits, offset) ?? member.Fault };
    }

    private void ReadRecords(char type, long? size)
    {
        var at = _position;
        if (!TrySkip(size) || size > TarRecords.MaxBytes)
        {
            _records.Fault = "its extended header declares a size that is invalid or too large";
        }
        else if (type is 'x' or 'L')
        {
            var content = new byte[size!.Value];
            Fill(content, at);
            _records.Read(type, content);
        }
    }

    private static string? FindKindFault(char type, TarRecords records) => type switch
    {
        '1' or '2' => "it is a link, not a file",
        '3' or '4' or '6' => "it is a device or a named pipe, not a file",
        _ when type == 'S' || records.IsSparse => "it is a sparse file",
        _ => null,
    };

    private string? FindSizeFault(long? size, bool fits, long offset) => size switch
    {
        null => "its header declares an invalid size",
        _ when !fits => $"its header declares {size} bytes, but the archive ends after {length - offset} more",
        _ => null,
    };

    /// <summary>Skips data and its padding to a full block; false, without moving, when the archive is shorter than that.</summary>
    private bool TrySkip(long? size)
    {
        if (size is not { } bytes || bytes > length - _position)
        {
            _isResyncing = true;
            return false;
        }

        var blocks = (bytes + TarHeader.Bytes - 1) / TarHeader.Bytes;
        _position = Math.Min(_position + (blocks * TarHeader.Bytes), length);
        return true;
    }

    private void SkipSparseMap(bool more)
    {
        var map = new byte[TarHeader.Bytes];
        while (more && Fill(map, _position) == TarHeader.Bytes)
        {
            _position += TarHeader.Bytes;
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
