using System.Buffers.Binary;

namespace Reelmill.Media.Probing.Containers;

/// <summary>Scans MPEG program streams (ISO/IEC 13818-1, 2.5), as on DVDs, for packets marked as scrambled.</summary>
internal static class ProgramStreamScan
{
    private const int SpotCount = 64;
    private const int SpotBytes = 64 << 10;
    private const int MinScrambled = 4;

    /// <summary>The smallest share of scrambled packets in a protected file. DVD protection leaves many packets clear.</summary>
    private const double MinScrambledShare = 0.1;

    public static ContainerFacts Read(ScannedFile file)
    {
        var (packets, scrambled) = (0, 0);
        foreach (var (_, bytes) in file.ReadSpots(SpotCount, SpotBytes))
        {
            Count(bytes, ref packets, ref scrambled);
        }

        return new ContainerFacts(
            scrambled >= MinScrambled && scrambled >= packets * MinScrambledShare ? "scrambling (PES_scrambling_control)" : null,
            packets == 0 && file.Length <= SpotBytes ? false : null);
    }

    private static void Count(ReadOnlySpan<byte> bytes, ref int packets, ref int scrambled)
    {
        for (var at = bytes.IndexOf((ReadOnlySpan<byte>)[0, 0, 1, 0xBA]); at >= 0 && at + 14 <= bytes.Length;)
        {
            var unit = bytes[at..];
            if (unit is not [0, 0, 1, _, _, _, _, ..])
            {
                var next = unit.IndexOf((ReadOnlySpan<byte>)[0, 0, 1, 0xBA]);
                at = next < 0 ? bytes.Length : at + next;
                continue;
            }

            if (unit[3] == 0xBA)
            {
                at += unit[4] >> 6 == 1 ? 14 + (unit[13] & 7) : 12;
                continue;
            }

            if (unit[3] is 0xBD or (>= 0xC0 and <= 0xEF))
            {
                packets++;
                scrambled += unit[6] >> 6 == 2 && (unit[6] & 0x30) != 0 ? 1 : 0;
            }

            at += unit[3] == 0xB9 ? 4 : 6 + BinaryPrimitives.ReadUInt16BigEndian(unit[4..]);
        }
    }
}
