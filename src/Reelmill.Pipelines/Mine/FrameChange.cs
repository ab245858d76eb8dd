using Reelmill.Library.Catalog;

namespace Reelmill.Pipelines.Mine;

/// <summary>A frame as the catalog has it and as it is to be.</summary>
internal sealed record FrameChange(FrameRecord Before, FrameRecord After);

/// <summary>Changes of frame records that several places need.</summary>
internal static class FrameRecords
{
    public static FrameRecord WithoutFile(this FrameRecord frame) => frame with { Path = null, Sha256 = null, Bytes = null };
}
