using Reelmill.Media.Formats.Packets;

namespace Reelmill.Media.Probing;

/// <summary>Infers properties of a video from its first packets.</summary>
internal static class FirstPackets
{
    /// <summary>The smallest number of packets that prove anything; fewer may be in order by accident.</summary>
    private const int MinPackets = 4;

    /// <summary>Whether timestamps only ascend although frames are reordered, so that they appear to be decode timestamps.</summary>
    public static bool SeemToLackPts(string? codec, IReadOnlyList<ProbeJson.PacketJson> packets) =>
        PacketOrder.NeedsPts(codec) && packets.Count >= MinPackets && packets.Zip(packets.Skip(1)).All(static p => p.First.Pts < p.Second.Pts);

    /// <summary>Whether keyframe flags are meaningful: some packets have none, or every frame of the codec is a keyframe.</summary>
    public static bool MarkKeyframes(string? codec, IReadOnlyList<ProbeJson.PacketJson> packets) =>
        KeyframeFlags.AreReliable(codec) || packets.Count < MinPackets || packets.Any(static p => p.Flags?.StartsWith('K') != true);
}
