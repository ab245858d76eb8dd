using System.Collections.Frozen;
using Reelmill.Library.Catalog;
using Reelmill.Media.Frames;
using Reelmill.Vision.Images;

namespace Reelmill.Pipelines.FrameStages;

/// <summary>Runs one worker's instance of a custom stage on frames, and validates its values. Not thread-safe.</summary>
internal sealed class FrameStageWorker(FrameStageDefinition definition) : IAsyncDisposable
{
    private static readonly IReadOnlyDictionary<string, FrameValue> None = FrozenDictionary<string, FrameValue>.Empty;

    private readonly RgbConverter _converter = new();
    private readonly FrameStage _stage = definition.Create() ?? throw new InvalidOperationException($"The frame stage '{definition.Name}' created no instance.");

    public ValueTask SetUpAsync(CancellationToken cancellationToken) => _stage.SetUpAsync(cancellationToken);

    /// <summary>Returns the values of a frame, with those of the stage added.</summary>
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

        if (view.Values.Keys.FirstOrDefault(static name => !FrameNames.IsName(name) || FrameNames.IsScore(name)) is { } invalid)
        {
            throw new ArgumentException($"The frame stage '{definition.Name}' set a value with the invalid name '{invalid}'. Use a to z, 0 to 9 and '_', at most {FrameNames.MaxLength} characters, a letter first, and no name of a score.");
        }

        if (definition.KeptFrames && view.Values.Keys.FirstOrDefault(name => before?.Sampled.ContainsKey(name) == true) is { } conflict)
        {
            throw new ArgumentException($"The frame stage '{definition.Name}' set the value '{conflict}', which a stage for all sampled frames has already set. Rename it.");
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
