using FsCheck;
using FsCheck.Fluent;
using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Vision.Tests.Images.Tensors;

public class PlacementTests
{
    [Fact]
    public void Boxes_of_any_tensor_lie_inside_of_their_picture()
    {
        var sides = Gen.Choose(1, 5000).ToArbitrary();
        Prop.ForAll(sides, sides, Gen.Choose(0, 2).ToArbitrary(), (width, height, fit) =>
        {
            var placement = Placement.Of(width, height, new ImageInput(416, 320) { Fit = (ImageFit)fit });
            foreach (var box in new[] { new Box(-50, -50, 600, 600), new Box(0, 0, 416, 320), new Box(200, 100, 30, 40) })
            {
                var source = placement.ToSource(box);
                source.X.ShouldBeInRange(0, width);
                source.Y.ShouldBeInRange(0, height);
                (source.X + source.Width).ShouldBeInRange(source.X, width * 1.00001f);
                (source.Y + source.Height).ShouldBeInRange(source.Y, height * 1.00001f);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void All_of_a_stretched_or_letterboxed_picture_is_in_the_tensor()
    {
        foreach (var fit in new[] { ImageFit.Stretch, ImageFit.LetterboxTopLeft })
        {
            var all = Placement.Of(1000, 500, new ImageInput(100, 100) { Fit = fit }).ToSource(new Box(0, 0, 100, 100));
            all.ShouldBe(new Box(0, 0, 1000, 500));
        }
    }

    [Fact]
    public void A_fit_that_is_none_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Placement.Of(1, 1, new ImageInput(1, 1) { Fit = (ImageFit)9 }));
}
