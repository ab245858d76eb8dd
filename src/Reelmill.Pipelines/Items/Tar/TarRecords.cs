namespace Reelmill.Pipelines.Items.Tar;

/// <summary>The extended headers (pax, GNU long names) of the member that follows them.</summary>
internal sealed class TarRecords
{
    /// <summary>The maximum size of one extended header, which bounds memory; names are far shorter.</summary>
    public const int MaxBytes = 1 << 20;

    public byte[]? Name { get; private set; }

    public long? Size { get; private set; }

    public bool IsSparse { get; private set; }

    /// <summary>The fault of the extended headers themselves; null when there is none.</summary>
    public string? Fault { get; set; }

    /// <summary>Reads the content of a header of type <c>L</c> (a long name) or <c>x</c> (pax records).</summary>
    public void Read(char type, ReadOnlySpan<byte> content)
    {
        if (type == 'x')
        {
            ReadPax(content);
        }
        else
        {
            Name = TarHeader.TrimAtNul(content).ToArray();
        }
    }

    /// <summary>Reads pax records: <c>LENGTH KEY=VALUE\n</c>, one after the other.</summary>
    private void ReadPax(ReadOnlySpan<byte> content)
    {
        while (content.Length > 0)
        {
            var space = content.IndexOf((byte)' ');
            if (space <= 0 || TarNumber.ReadDecimal(content[..space]) is not { } length || length <= space + 1 || length > content.Length || content[(int)length - 1] != '\n')
            {
                Fault = "its extended header is malformed";
                return;
            }

            var record = content[(space + 1)..((int)length - 1)];
            content = content[(int)length..];
            var equals = record.IndexOf((byte)'=');
            if (equals > 0)
            {
                ReadRecord(record[..equals], record[(equals + 1)..]);
            }
        }
    }

    private void ReadRecord(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("path"u8))
        {
            Name = value.ToArray();
        }
        else if (key.SequenceEqual("size"u8))
        {
            Size = TarNumber.ReadDecimal(value);
            Fault ??= Size is null ? "its extended header declares an invalid size" : null;
        }
        else if (key.StartsWith("GNU.sparse."u8))
        {
            IsSparse = true;
        }
    }
}
