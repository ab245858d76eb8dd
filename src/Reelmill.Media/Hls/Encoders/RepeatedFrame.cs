using Reelmill.Media.Hls.Ladders;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>A frame that is repeated before the start or after the end of a rendition.</summary>
/// <param name="Rendition">The rendition.</param>
/// <param name="Source">A video file of one GOP that contains the frame.</param>
/// <param name="Index">The index of the frame in presentation order.</param>
/// <param name="Level">The H.264 level of the rendition times ten, such as 31.</param>
internal sealed record RepeatedFrame(Rendition Rendition, string Source, int Index, int Level);
