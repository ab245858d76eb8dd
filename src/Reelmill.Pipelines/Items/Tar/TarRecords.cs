namespace Reelmill.Pipelines.Items.Tar;

/// <summary>What extended headers (pax, GNU long names) say of the member that follows them.</summary>
internal sealed class TarRecords
{
    /// <summary>The most bytes of one extended header: names are far shorter, and memory stays bounded.</summary>
    public const int MostBytes = 1 << 20;

    public byte[]? Name { get; private set; }

    public long? Size { get; private set; }

    public bool IsSparse { get; private set; }

    /// <summary>What is wrong with the extended headers themselves.</summary>
    public string? Fault { get; set; }

    /// <summary>Takes the content of a header of the type <c>L</c> (a long name) or <c>x</c> (records).</summary>
    public void Take(char type, ReadOnlySpan<byte> content)
    {
        if (type == 'x')
        {
            TakePax(content);
        }
        else
        {
            Name = TarHeader.UpToNul(content).ToArray();
        }
    }

    /// <summary>Takes pax records: <c>LENGTH KEY=VALUE\n</c>, one after the other.</summary>
    private void TakePax(ReadOnlySpan<byte> content)
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
                TakeRecord(record[..equals], record[(equals + 1)..]);
            }
        }
    }

    private void TakeRecord(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("path"u8))
        {
            Name = value.ToArray();
        }
        else if (key.SequenceEqual("size"u8))
        {
            Size = TarNumber.ReadDecimal(value);
            Fault ??= Size is null ? "its extended header names a size that is none" : null;
        }
        else if (key.StartsWith("GNU.sparse."u8))
        {
            IsSparse = true;
        }
    }
}
