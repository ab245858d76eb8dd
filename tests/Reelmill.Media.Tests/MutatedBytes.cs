using FsCheck;
using FsCheck.Fluent;

namespace Reelmill.Media.Tests;

/// <summary>Real bytes with a few of them changed, cut off or doubled, as damage and attackers do.</summary>
internal static class MutatedBytes
{
    public static Arbitrary<byte[]> Of(byte[] good) => Arb.From(
        from changes in Gen.ListOf(from at in Gen.Choose(0, good.Length - 1) from value in Gen.Elements<byte>(0, 1, 2, 8, 0x7F, 0x80, 0xFE, 0xFF) select (at, value))
        from wide in Gen.Choose(0, good.Length - 1)
        from cut in Gen.Choose(0, good.Length)
        from kind in Gen.Choose(0, 3)
        select Change(good, changes, wide, cut, kind));

    private static byte[] Change(byte[] good, IEnumerable<(int At, byte Value)> changes, int wide, int cut, int kind)
    {
        var bytes = good.ToArray();
        foreach (var (at, value) in changes)
        {
            bytes[at] = value;
        }

        if (kind == 1)
        {
            bytes.AsSpan(wide, Math.Min(8, bytes.Length - wide)).Fill(0xFF);
        }

        return kind switch
        {
            2 => bytes[..cut],
            3 => bytes[cut..],
            _ => bytes,
        };
    }
}
