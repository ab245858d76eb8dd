using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Runs;
using Reelmill.Vision.Quality;

namespace Reelmill.Server.Library;

/// <summary>The statistics of a library, as the API returns them.</summary>
/// <param name="Items">The number of items in each state.</param>
/// <param name="Frames">The number of frames by decision.</param>
/// <param name="Bytes">The total size of the kept frames' files, in bytes.</param>
/// <param name="Rules">The number of frames by the deciding rule; the rule is null for frames that no rule dropped.</param>
/// <param name="Limits">The quality limits that a frame must meet to be kept.</param>
/// <param name="LastDecision">The effect of the last change of the limits, with the limits before it; null when they have never changed.</param>
/// <param name="DroppedFiles">The files of dropped frames that still exist.</param>
internal sealed record LibraryDocument(
    LibraryItems Items, RunFrames Frames, long Bytes, IReadOnlyList<RuleCount> Rules, QualityLimits Limits, LastDecision? LastDecision, DroppedFiles DroppedFiles)
{
    public static LibraryDocument From(LibraryStatus status, QualityLimits limits, LastDecision? last) => new(
        new LibraryItems(status.Pending, status.Running, status.Done, status.Failed),
        new RunFrames(status.Frames, status.Kept, status.Frames - status.Kept, status.Rules.Where(static r => IsDuplicate(r.Rule)).Sum(static r => r.Dropped)),
        status.Bytes,
        status.Rules,
        limits,
        last,
        status.DroppedFiles);

    private static bool IsDuplicate(string? rule) => rule is Pipelines.Mine.Rules.DuplicateInVideo or Pipelines.Mine.Rules.DuplicateAcrossVideos;
}

/// <summary>The number of items of a library in each state.</summary>
internal sealed record LibraryItems(long Pending, long Running, long Done, long Failed);
