namespace Reelmill.Media.Interlacing;

/// <summary>What the votes of several stretches of a video amount to.</summary>
internal sealed class ScanVerdict
{
    /// <summary>Fewer blocks than these prove nothing.</summary>
    private const int LeastVotes = 24;

    /// <summary>The share of moving blocks that an interlaced video has woven. Film in 3:2 pulldown has about a third.</summary>
    private const double WovenShare = 0.15;

    /// <summary>How many times as often one order is found as the other, where the video has one.</summary>
    private const int OrderShare = 4;

    /// <summary>The share of woven blocks of a video with both orders. Chance gives both orders alike, but never so many.</summary>
    private const double MixedShare = 0.6;

    /// <summary>After so many stretches, clearly woven frames end the measurement.</summary>
    private const int WovenStretches = 3;

    /// <summary>After so many stretches, frames of which none is woven end it.</summary>
    private const int WholeStretches = 5;

    /// <summary>So few blocks are enough where all agree that nothing is woven.</summary>
    private const int WholeVotes = 8;

    private int _stretches;
    private int _progressive;
    private int _topFirst;
    private int _bottomFirst;

    /// <summary>Whether the stretches so far agree, so that further ones are not needed.</summary>
    public bool IsClear => Woven == 0
        ? _stretches >= WholeStretches && _progressive >= WholeVotes
        : _stretches >= WovenStretches && Woven >= LeastVotes && _progressive < Woven / OrderShare;

    private int Woven => _topFirst + _bottomFirst;

    /// <summary>Adds the votes of a stretch.</summary>
    public void Add(FieldOrderVotes stretch)
    {
        _stretches++;
        _progressive += stretch.Progressive;
        _topFirst += stretch.TopFirst;
        _bottomFirst += stretch.BottomFirst;
    }

    /// <summary>The verdict.</summary>
    /// <param name="saysInterlaced">What the header says: it counts where the frames say nothing.</param>
    public ScanType Of(bool saysInterlaced)
    {
        var all = _progressive + Woven;
        if (all < LeastVotes)
        {
            return saysInterlaced && _progressive <= Woven ? ScanType.Mixed : ScanType.Progressive;
        }

        var (top, bottom) = (_topFirst, _bottomFirst);
        var hasOrder = Math.Max(top, bottom) >= OrderShare * Math.Min(top, bottom);
        return Woven < LeastVotes || Woven < (hasOrder ? WovenShare : MixedShare) * all ? ScanType.Progressive
            : !hasOrder ? ScanType.Mixed
            : top > bottom ? ScanType.TopFirst
            : ScanType.BottomFirst;
    }
}
