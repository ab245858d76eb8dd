using FsCheck;
using FsCheck.Fluent;
using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Vision.Tests.Images.Tensors;

public class TensorMappingTests
{
    [Fact]
    public void Mapped_boxes_lie_inside_the_image()
    {
        var sides = Gen.Choose(1, 5000).ToArbitrary();
        Prop.ForAll(sides, sides, Gen.Choose(0, 2).ToArbitrary(), (width, height, fit) =>
        {
            var mapping = TensorMapping.Compute(width, height, new ImageInput(416, 320) { Fit = (ImageFit)fit });
            foreach (var box in new[] { new Box(-50, -50, 600, 600), new Box(0, 0, 416, 320), new Box(200, 100, 30, 40) })
            {
                var source = mapping.ToSource(box);
                source.X.ShouldBeInRange(0, width);
                source.Y.ShouldBeInRange(0, height);
                (source.X + source.Width).ShouldBeInRange(source.X, width * 1.00001f);
                (source.Y + source.Height).ShouldBeInRange(source.Y, height * 1.00001f);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_tensor_contains_the_whole_stretched_or_letterboxed_image()
    {
        foreach (var fit in new[] { ImageFit.Stretch, ImageFit.LetterboxTopLeft })
        {
            var whole = TensorMapping.Compute(1000, 500, new ImageInput(100, 100) { Fit = fit }).ToSource(new Box(0, 0, 100, 100));
            whole.ShouldBe(new Box(0, 0, 1000, 500));
        }
    }

    [Fact]
    public void An_undefined_fit_is_rejected() =>
        Should.Throw<ArgumentOutOfRangeException>(() => TensorMapping.Compute(1, 1, new ImageInput(1, 1) { Fit = (ImageFit)9 }));
}
