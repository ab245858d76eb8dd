using System.Threading.Channels;
using Reelmill.Media.Formats;

namespace Reelmill.Media.Ffmpeg;

/// <summary>Parses the stderr of a decoding ffmpeg: frame headers, the time base and the first error.</summary>
/// <remarks>One writer, the reader of stderr, and one reader, the reader of stdout.</remarks>
/// <param name="onDamage">Called once with the first error; null for no callback.</param>
/// <param name="errorsFromMs">The time from which errors count, in milliseconds. Another decode outputs the earlier frames and reports their errors.</param>
/// <param name="ignoredError">A text whose errors are ignored, because they are expected when a decode begins in mid-stream.</param>
internal sealed class DecodeLog(Action<string>? onDamage, long errorsFromMs = 0, string? ignoredError = null)
{
    // ffmpeg itself bounds the channel: it writes a header only right before the frame.
    private readonly Channel<FrameHeader> _headers = Channel.CreateUnbounded<FrameHeader>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private Rational? _timeBase;
    private bool _errorsCount = errorsFromMs == 0;

    public ChannelReader<FrameHeader> Headers => _headers.Reader;

    /// <summary>The time base of the headers, in seconds; available from the first header on.</summary>
    public Rational TimeBase => _timeBase ?? throw new InvalidOperationException("ffmpeg did not report a time base before its first frame.");

    /// <summary>The first error that counts; null when there is none.</summary>
    public string? FirstError { get; private set; }

    /// <summary>Parses a line of stderr.</summary>
    public void Add(string line)
    {
        if (FrameHeader.Parse(line) is { } header)
        {
            _errorsCount |= header.Pts * (double)TimeBase.Numerator / TimeBase.Denominator * 1000 >= errorsFromMs;
            _headers.Writer.TryWrite(header);
        }
        else if (FrameHeader.ParseTimeBase(line) is { } timeBase)
        {
            _timeBase = timeBase;
        }

        if (_errorsCount && FirstError is null && ErrorLine.Parse(line) is { } error && !IsIgnored(error))
        {
            FirstError = error;
            onDamage?.Invoke(error);
        }
    }

    private bool IsIgnored(string error) => ignoredError is not null && error.Contains(ignoredError, StringComparison.Ordinal);
}
