using System.Text;

namespace Reelmill.Processes;

/// <summary>Splits bytes into lines of at most 4 KiB and passes each on as text. Not safe for concurrent use.</summary>
internal sealed class LineSplitter(Action<string> onLine)
{
    public const int MaxLine = 4 << 10;
    private readonly byte[] _line = new byte[MaxLine];
    private int _length;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
            var part = end < 0 ? bytes : bytes[..end];
            Buffer(part);
            if (end >= 0)
            {
                Flush();
            }

            bytes = bytes[(end < 0 ? bytes.Length : end + 1)..];
        }
    }

    /// <summary>Passes on the unterminated line, if it has any bytes. Empty lines are skipped.</summary>
    public void Flush()
    {
        if (_length > 0)
        {
            var text = Encoding.UTF8.GetString(_line.AsSpan(0, _length));
            _length = 0;
            onLine(text);
        }
    }

    private void Buffer(ReadOnlySpan<byte> part)
    {
        while (!part.IsEmpty)
        {
            if (_length == MaxLine)
            {
                Flush();
            }

            var taken = Math.Min(part.Length, MaxLine - _length);
            part[..taken].CopyTo(_line.AsSpan(_length));
            _length += taken;
            part = part[taken..];
        }
    }
}
