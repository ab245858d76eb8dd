namespace Reelmill.Vision.Quality;

/// <summary>
/// Turns a weighted sum of samples into one rounded level 0..255, expanding 16..235 to 0..255 when the samples are of
/// limited range.
/// </summary>
/// <remarks>
/// The range is expanded before the only rounding, so that no level is left out. The division is exact: a multiply by
/// the reciprocal is at most one short, and one compare puts it right.
/// </remarks>
internal readonly struct LevelScale
{
    private const ulong LimitedBlack = 16;
    private const ulong LimitedSpan = 219;

    private readonly ulong _black;
    private readonly ulong _gain;
    private readonly ulong _divisor;
    private readonly ulong _reciprocal;

    public LevelScale(ulong weight, bool fullRange)
    {
        _black = fullRange ? 0 : weight * LimitedBlack;
        _gain = fullRange ? 1UL : 255UL;
        _divisor = fullRange ? weight : weight * LimitedSpan;
        _reciprocal = ulong.MaxValue / _divisor;
    }

    public byte Level(ulong sum)
    {
        if (sum <= _black)
        {
            return 0;
        }

        var dividend = ((sum - _black) * _gain) + (_divisor / 2);
        var quotient = Math.BigMul(dividend, _reciprocal, out _);
        if (dividend - (quotient * _divisor) >= _divisor)
        {
            quotient++;
        }

        return (byte)Math.Min(quotient, 255);
    }
}
