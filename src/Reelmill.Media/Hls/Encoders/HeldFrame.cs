using Reelmill.Media.Hls.Ladders;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>A frame of a rendition that is shown for longer than it lasts.</summary>
/// <param name="Rendition">The rendition.</param>
/// <param name="Source">A video of one group of pictures, in which the frame is.</param>
/// <param name="Index">The frame's place among those of the source, in the order in which they are shown.</param>
/// <param name="Level">The level of the rendition in H.264's numbers, such as 31.</param>
internal sealed record HeldFrame(Rendition Rendition, string Source, int Index, int Level);
