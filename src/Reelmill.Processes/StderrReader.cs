using System.Buffers;

namespace Reelmill.Processes;

/// <summary>Reads stderr to its end, with or without a line handler, so that the child never blocks on a full pipe.</summary>
internal sealed class StderrReader(Stream stream, StallWatch watch, Action<string>? onLine, Action<Exception> onHandlerFailure)
{
    private const int BufferBytes = 16 << 10;
    private readonly ErrorTail _tail = new();
    private LineSplitter? _lines = onLine is null ? null : new LineSplitter(onLine);

    /// <summary>The last 16 KiB of stderr.</summary>
    public string Tail => _tail.ToString();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                watch.ReportActivity();
                _tail.Append(buffer.AsSpan(0, count));
                ForwardLines(buffer.AsSpan(0, count));
            }

            ForwardLines([]);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A process outside the child's session keeps the pipe open. The output read so far has to suffice.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Passes lines to the handler; an empty span flushes the last line.</summary>
    private void ForwardLines(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _lines?.Append(bytes);
            if (bytes.IsEmpty)
            {
                _lines?.Flush();
            }
        }
        catch (Exception e)
        {
            // The pipe must still be drained, so reading continues without the failed handler.
            _lines = null;
            onHandlerFailure(e);
        }
    }
}
