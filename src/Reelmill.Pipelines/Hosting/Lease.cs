using Reelmill.Core;

namespace Reelmill.Pipelines.Hosting;

/// <summary>Something that is used for a while: closed at the end when it was opened for this use, left open when it is shared.</summary>
/// <param name="value">What is used.</param>
/// <param name="owned">Whether it was opened for this use.</param>
internal readonly struct Lease<T>(T value, bool owned) : IAsyncDisposable
    where T : IAsyncDisposable
{
    public T Value => value;

    public ValueTask DisposeAsync() => owned ? CleanUp.QuietlyAsync(value.DisposeAsync) : ValueTask.CompletedTask;
}
