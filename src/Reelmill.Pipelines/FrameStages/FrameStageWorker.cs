using System.Collections.Frozen;
using Reelmill.Library.Catalog;
using Reelmill.Media.Frames;
using Reelmill.Vision.Images;

namespace Reelmill.Pipelines.FrameStages;

/// <summary>Shows frames to a worker's instance of a program's stage, and takes the values that it gives. Not thread-safe.</summary>
internal sealed class FrameStageWorker(FrameStageDefinition definition) : IAsyncDisposable
{
    private static readonly IReadOnlyDictionary<string, FrameValue> None = FrozenDictionary<string, FrameValue>.Empty;

    private readonly RgbConverter _converter = new();
    private readonly FrameStage _stage = definition.Create() ?? throw new InvalidOperationException($"The frame stage '{definition.Name}' made no instance.");

    public ValueTask SetUpAsync(CancellationToken cancellationToken) => _stage.SetUpAsync(cancellationToken);

    /// <summary>The values of a frame once the stage has seen it.</summary>
    public async ValueTask<FrameValues> ProcessAsync(string video, VideoFrame frame, ColorSpec color, FrameValues? before, CancellationToken cancellationToken)
    {
        var view = new FrameView(video, frame, () => _converter.Convert(frame.Pixels.Span, frame.Width, frame.Height, color));
        try
        {
            await _stage.ProcessAsync(view, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            view.Release();
        }

        if (view.Values.Keys.FirstOrDefault(static name => !FrameNames.IsName(name) || FrameNames.IsScore(name)) is { } wrong)
        {
            throw new ArgumentException($"The frame stage '{definition.Name}' gave a value the name '{wrong}': a name has a to z, 0 to 9 and '_', at most {FrameNames.MostCharacters}, a letter first, and is no score.");
        }

        if (definition.KeptFrames && view.Values.Keys.FirstOrDefault(name => before?.Sampled.ContainsKey(name) == true) is { } taken)
        {
            throw new ArgumentException($"The frame stage '{definition.Name}' gave a value the name '{taken}', which one of a stage for every sampled frame has.");
        }

        return definition.KeptFrames
            ? new FrameValues(before?.Sampled ?? None, (before?.Kept ?? None).Concat(view.Values))
            : new FrameValues((before?.Sampled ?? None).Concat(view.Values));
    }

    public async ValueTask DisposeAsync()
    {
        _converter.Dispose();
        await _stage.DisposeAsync().ConfigureAwait(false);
    }
}
