using Reelmill.Media.Ffmpeg;
using Reelmill.Processes;

namespace Reelmill.Media.Frames;

/// <summary>Combines pixels from stdout with frame headers from stderr.</summary>
internal sealed class FrameReader(RunningProcess process, DecodeLog log, FramePicker picker)
{
    /// <summary>How long a frame header may lag behind the first byte of the frame; the usual lag is a fraction of this limit.</summary>
    private static readonly TimeSpan HeaderLimit = TimeSpan.FromSeconds(30);

    private readonly byte[] _firstByte = new byte[1];

    /// <summary>Reads the next sampled frame; null at the end of the stream. The caller owns the frame.</summary>
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
    /// Waits for the first byte of a frame, after which its header is certain to exist. A header without pixels belongs to a
    /// frame that ffmpeg discarded.
    /// </summary>
    private async ValueTask<FrameHeader?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        if (await process.ReadAsync(_firstByte, cancellationToken).ConfigureAwait(false) == 0)
        {
            return null;
        }

        if (!log.Headers.TryRead(out var header))
        {
            // The process counts as exited only after the last line of its stderr was read.
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
            pixels.Span[0] = _firstByte[0];
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
