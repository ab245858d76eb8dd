using Reelmill.Core;
using Reelmill.Pipelines.Services;
using Reelmill.Vision.Detection;

namespace Reelmill.Pipelines.Mine;

/// <summary>What looks into the kept frames of a video, as its recipe says: two are equal when the same does for both.</summary>
/// <param name="Detector">The model, what it looks for, and its version; null when there is none.</param>
/// <param name="Stages">The program's own stages with their versions, a line each; null when there are none.</param>
/// <param name="Recipe">A recipe that says so.</param>
internal sealed record KeptFrameRecipe(string? Detector, string? Stages, string Recipe)
{
    public bool Detects => Detector is not null;

    public bool HasStages => Stages is not null;

    /// <summary>What a recipe says; null when nothing looks.</summary>
    public static KeptFrameRecipe? Of(string recipe) =>
        (MineRecipe.Detector(recipe), MineRecipe.StagesOfKept(recipe)) is var (detector, stages) && (detector ?? stages) is not null ? new KeptFrameRecipe(detector, stages, recipe) : null;

    public bool Equals(KeptFrameRecipe? other) => other is not null && Detector == other.Detector && Stages == other.Stages;

    public override int GetHashCode() => HashCode.Combine(Detector, Stages);

    /// <summary>Opens what is at hand as it saw the video's other frames. A model or stages that are gone, or others now, are left out: then mining the video again is what is due.</summary>
    public async Task<KeptFrameStages> OpenAsync(RunServices services, CancellationToken cancellationToken)
    {
        var own = services.FrameStages.Where(static s => s.KeptFrames).ToArray();
        var detector = Detects ? await DetectorAsync(services, cancellationToken).ConfigureAwait(false) : null;
        return await KeptFrameStages.OpenAsync(detector, MineRecipe.TextOf(own) == Stages ? own : [], cancellationToken).ConfigureAwait(false);
    }

    private async Task<IDetector?> DetectorAsync(RunServices services, CancellationToken cancellationToken)
    {
        try
        {
            var looked = MineRecipe.Detection(Recipe)!;
            var detector = await services.DetectorAsync(looked.Model, looked.Detection, MineRecipe.Models(Recipe), null, cancellationToken).ConfigureAwait(false);
            return detector.Version == MineRecipe.DetectorVersion(Recipe) ? detector : null;
        }
        catch (PipelineException)
        {
            return null;
        }
    }
}
