using System.Threading.Channels;
using Reelmill.Media.Formats;

namespace Reelmill.Media.Ffmpeg;

/// <summary>Takes ffmpeg's messages apart: frame headers, the time base, the first error.</summary>
/// <remarks>One writer (the process's stderr) and one reader (of its stdout).</remarks>
/// <param name="onDamage">Told the first error; nobody when null.</param>
/// <param name="firstMs">Where errors begin to count, in milliseconds: what is wrong before that is said by the decode that gives those frames.</param>
/// <param name="harmless">An error that is none where the decode begins in mid-stream.</param>
internal sealed class DecodeLog(Action<string>? onDamage, long firstMs = 0, string? harmless = null)
{
    // Bounded by the process itself: it writes a header only when it is about to write the frame.
    private readonly Channel<FrameHeader> _headers = Channel.CreateUnbounded<FrameHeader>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private Rational? _timeBase;
    private bool _counts = firstMs == 0;

    public ChannelReader<FrameHeader> Headers => _headers.Reader;

    /// <summary>The unit of the headers' times; written before the first header.</summary>
    public Rational TimeBase => _timeBase ?? throw new InvalidOperationException("ffmpeg wrote no time base.");

    public string? FirstError { get; private set; }

    public void Add(string line)
    {
        if (FrameHeader.Parse(line) is { } header)
        {
            _counts |= header.Pts * (double)TimeBase.Numerator / TimeBase.Denominator * 1000 >= firstMs;
            _headers.Writer.TryWrite(header);
        }
        else if (FrameHeader.ParseTimeBase(line) is { } timeBase)
        {
            _timeBase = timeBase;
        }

        if (_counts && FirstError is null && ErrorLine.Of(line) is { } error && !IsHarmless(error))
        {
            FirstError = error;
            onDamage?.Invoke(error);
        }
    }

    private bool IsHarmless(string error) => harmless is not null && error.Contains(harmless, StringComparison.Ordinal);
}
