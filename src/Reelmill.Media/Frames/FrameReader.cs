using Reelmill.Media.Ffmpeg;
using Reelmill.Processes;

namespace Reelmill.Media.Frames;

/// <summary>Puts the pixels of stdout and the headers of stderr together again.</summary>
internal sealed class FrameReader(RunningProcess process, DecodeLog log, FramePicker picker)
{
    /// <summary>How long a frame's header may be on its way when its first byte is there; a fraction of it is the rule.</summary>
    private static readonly TimeSpan HeaderLimit = TimeSpan.FromSeconds(30);

    private readonly byte[] _first = new byte[1];

    /// <summary>The next sampled frame; null at the end of the stream.</summary>
    public async ValueTask<VideoFrame?> NextAsync(CancellationToken cancellationToken)
    {
        while (await ReadHeaderAsync(cancellationToken).ConfigureAwait(false) is { } header)
        {
            var timeMs = picker.Pick(header.Pts, log.TimeBase);
            var frame = new VideoFrame(timeMs ?? 0, header.Width, header.Height, header.FullRange);
            if (!await FillAsync(frame, cancellationToken).ConfigureAwait(false))
            {
                return null;
            }

            if (timeMs is not null)
            {
                return frame;
            }

            frame.Dispose();
        }

        return null;
    }

    /// <summary>
    /// Waits for a frame's first byte, which says that its header was written; a header without pixels is a frame that
    /// ffmpeg gave up.
    /// </summary>
    private async ValueTask<FrameHeader?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        if (await process.ReadAsync(_first, cancellationToken).ConfigureAwait(false) == 0)
        {
            return null;
        }

        if (!log.Headers.TryRead(out var header))
        {
            // The end of the process comes after the last line of its stderr.
            var written = log.Headers.WaitToReadAsync(cancellationToken).AsTask();
            await Task.WhenAny(written, process.Exit).WaitAsync(HeaderLimit, cancellationToken).ConfigureAwait(false);
            return log.Headers.TryRead(out header) ? header : null;
        }

        return header;
    }

    private async ValueTask<bool> FillAsync(VideoFrame frame, CancellationToken cancellationToken)
    {
        try
        {
            var pixels = frame.Pixels;
            pixels.Span[0] = _first[0];
            for (var filled = 1; filled < pixels.Length;)
            {
                var count = await process.ReadAsync(pixels[filled..], cancellationToken).ConfigureAwait(false);
                if (count == 0)
                {
                    frame.Dispose();
                    return false;
                }

                filled += count;
            }

            return true;
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }
}
