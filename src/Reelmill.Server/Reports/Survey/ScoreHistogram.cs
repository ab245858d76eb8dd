using Reelmill.Library.Catalog;

namespace Reelmill.Server.Reports.Survey;

/// <summary>A histogram of one score with a fixed number of bins.</summary>
internal sealed class ScoreHistogram(ScoreKind kind)
{
    /// <summary>The number of bins.</summary>
    public const int Bins = 48;

    private readonly long[] _kept = new long[Bins];
    private readonly long[] _dropped = new long[Bins];
    private double? _recorded;

    public ScoreKind Kind => kind;

    public ReadOnlySpan<long> Kept => _kept;

    public ReadOnlySpan<long> Dropped => _dropped;

    /// <summary>The threshold that frames recorded, or else the default.</summary>
    public double? Threshold => _recorded ?? kind.DefaultThreshold;

    /// <summary>Whether a frame recorded the threshold.</summary>
    public bool IsRecorded => _recorded is not null;

    public void Add(FrameRecord frame)
    {
        if (!frame.IsScored || kind.Read(frame) is not { } score)
        {
            return;
        }

        var bin = Math.Min((int)(kind.Scale.GetPlace(score) * Bins), Bins - 1);
        (frame.Kept ? _kept : _dropped)[bin]++;
        _recorded ??= kind.GetThreshold(frame);
    }
}
