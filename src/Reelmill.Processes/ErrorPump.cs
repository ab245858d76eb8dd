using System.Buffers;

namespace Reelmill.Processes;

/// <summary>Reads stderr to its end whether or not anybody listens, so that the child never blocks on it.</summary>
internal sealed class ErrorPump(Stream stream, StallWatch watch, Action<string>? onLine, Action<Exception> onHandlerFailure)
{
    private const int BufferBytes = 16 << 10;
    private readonly ErrorTail _tail = new();
    private LineSplitter? _lines = onLine is null ? null : new LineSplitter(onLine);

    /// <summary>What stderr said last.</summary>
    public string Tail => _tail.ToString();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                watch.Activity();
                _tail.Append(buffer.AsSpan(0, count));
                Tell(buffer.AsSpan(0, count));
            }

            Tell([]);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Somebody outside the child's session still holds the pipe; what was said so far has to do.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Hands lines on; no bytes mean the end.</summary>
    private void Tell(ReadOnlySpan<byte> bytes)
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
            // The pipe must be drained still, without the handler that failed.
            _lines = null;
            onHandlerFailure(e);
        }
    }
}
