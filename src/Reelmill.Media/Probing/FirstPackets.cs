using Reelmill.Media.Formats.Packets;

namespace Reelmill.Media.Probing;

/// <summary>What the first packets of a video tell of the others.</summary>
internal static class FirstPackets
{
    /// <summary>Fewer are in order by accident.</summary>
    private const int Fewest = 4;

    /// <summary>Whether the times of frames that are reordered only rise.</summary>
    public static bool SeemUnordered(string? codec, IReadOnlyList<ProbeJson.PacketJson> packets) =>
        PacketOrder.IsSaid(codec) && packets.Count >= Fewest && packets.Zip(packets.Skip(1)).All(static p => p.First.Pts < p.Second.Pts);

    /// <summary>Whether some packets are marked as key frames and others are not, or the codec has no others.</summary>
    public static bool MarkKeyFrames(string? codec, IReadOnlyList<ProbeJson.PacketJson> packets) =>
        KeyframeFlags.AreReliable(codec) || packets.Count < Fewest || packets.Any(static p => p.Flags?.StartsWith('K') != true);
}
