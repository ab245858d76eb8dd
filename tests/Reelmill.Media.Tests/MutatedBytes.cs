using FsCheck;
using FsCheck.Fluent;

namespace Reelmill.Media.Tests;

/// <summary>Generates mutations of valid bytes, as damage and attackers produce them: changed, overwritten with 0xFF, or cut at either end.</summary>
internal static class MutatedBytes
{
    public static Arbitrary<byte[]> From(byte[] valid) => Arb.From(
        from changes in Gen.ListOf(from at in Gen.Choose(0, valid.Length - 1) from value in Gen.Elements<byte>(0, 1, 2, 8, 0x7F, 0x80, 0xFE, 0xFF) select (at, value))
        from overwritten in Gen.Choose(0, valid.Length - 1)
        from cut in Gen.Choose(0, valid.Length)
        from kind in Gen.Choose(0, 3)
        select Mutate(valid, changes, overwritten, cut, kind));

    private static byte[] Mutate(byte[] valid, IEnumerable<(int At, byte Value)> changes, int overwritten, int cut, int kind)
    {
        var bytes = valid.ToArray();
        foreach (var (at, value) in changes)
        {
            bytes[at] = value;
        }

        if (kind == 1)
        {
            bytes.AsSpan(overwritten, Math.Min(8, bytes.Length - overwritten)).Fill(0xFF);
        }

        return kind switch
        {
            2 => bytes[..cut],
            3 => bytes[cut..],
            _ => bytes,
        };
    }
}
